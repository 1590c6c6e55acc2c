using System.Text.Json;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Cli.Tests;

/// <summary>A temporary folder with a small network of random weights and pictures made by formula, for running the real program in.</summary>
/// <remarks>Shared by the tests of a class; each test names its outputs for itself.</remarks>
public sealed class Studio : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-test-").FullName;

    public Studio()
    {
        using var scope = NewDisposeScope();
        using var network = VggNetwork.BuildFeatures(VggVariant.Named("vgg19"), "relu3_4");
        using var generator = new Generator(1);
        // He's initialization, so that features neither vanish nor grow on the way in.
        var weights = network.state_dict().Select(entry => KeyValuePair.Create($"features.{entry.Key}", entry.Value.dim() == 4
            ? randn(entry.Value.shape, generator: generator) * Number(Math.Sqrt(2.0 / (9 * entry.Value.shape[1])))
            : zeros_like(entry.Value)));
        WeightFile.Write(Network, [.. weights]);
        ImageFile.Write(Photo, Waves(72, 96, 9, 5));
        ImageFile.Write(Painting, Waves(64, 64, 40, 23));
        ImageFile.Write(Painting2, Waves(80, 60, 17, 61));
    }

    public string Network => this["network.safetensors"];

    /// <summary>96x72.</summary>
    public string Photo => this["photo.png"];

    public string Painting => this["painting.png"];

    public string Painting2 => this["painting2.png"];

    /// <summary>The path of a file of that name.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>Names of all files, hidden ones too.</summary>
    public string[] Files() => [.. Directory.GetFiles(_folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>A command line; at 64 pixels the pyramid has one size, at 128 two.</summary>
    public string[] Stylize(string output, string[] options, string size = "64") =>
        ["stylize", Photo, Painting, "-o", this[output], "--network", Network, "--size", size, .. options];

    internal Task<AtelierProcess.Ended> StylizeAsync(string output, params string[] options) =>
        InProcess.EndAsync(Stylize(output, ["--evaluations", "12", .. options]));

    internal byte[] Bytes(string name) => File.ReadAllBytes(this[name]);

    /// <summary>Of a picture, which also says with which settings it was made: the same pixels can come of others.</summary>
    internal byte[] Pixels(string name) => ImageFile.Decode(name, Bytes(name)).Bytes;

    internal (int Width, int Height) SizeOf(string name)
    {
        using var image = ImageFile.Read(this[name]);
        return ((int)image.shape[3], (int)image.shape[2]);
    }

    /// <summary>Standard output, which must be one JSON object on one line.</summary>
    internal static JsonElement Json(AtelierProcess.Ended ended)
    {
        Assert.Single(ended.Output.TrimEnd('\n').Split('\n'));
        return JsonDocument.Parse(ended.Output).RootElement;
    }

    /// <summary>Asserts that the program said one sentence, on standard error only.</summary>
    internal static void ShouldSay(AtelierProcess.Ended ended, int code, string expected)
    {
        ended.ShouldExit(code).ShouldShowNoStackTrace();
        Assert.Empty(ended.Output);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
        Assert.Single(ended.Error.TrimEnd('\n').Split('\n'), line => !line.StartsWith("See: ", StringComparison.Ordinal));
    }

    /// <summary>Waits until a file is there, while the program runs.</summary>
    internal async Task AppearAsync(string name)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!File.Exists(this[name]))
            await Task.Delay(20, timeout.Token);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // [1,3,h,w]: three plane waves, one for each channel.
    private static Tensor Waves(int height, int width, double across, double down)
    {
        using var scope = NewDisposeScope();
        var x = linspace(0, 1, width).view(1, 1, 1, width);
        var y = linspace(0, 1, height).view(1, 1, height, 1);
        var phase = tensor([0f, 2f, 4f]).view(1, 3, 1, 1);
        return ((x * Number(across)).Plus(y * Number(down)).Plus(phase).sin() / Number(2)).Plus(0.5).MoveToOuterDisposeScope();
    }
}
