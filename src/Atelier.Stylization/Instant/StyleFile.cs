using System.Globalization;
using System.Text.Json;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>An instant network that has learned paintings, together with them: a .safetensors file whose metadata say what it was made from.</summary>
/// <param name="Network">Its weights.</param>
/// <param name="Paintings">[1,3,h,w] in [0,1] each.</param>
/// <param name="Names">The paintings' files, without folders.</param>
internal sealed record StyleFile(InstantNetwork Network, IReadOnlyList<Tensor> Paintings, IReadOnlyList<string> Names) : IDisposable
{
    /// <summary>What such files end in.</summary>
    public const string Extension = ".style";

    /// <summary>Pixels of a painting's longer side at most.</summary>
    public const int LargestPainting = 1024;

    private const string Format = "atelier style 1";
    private const string FormatKey = "format", NamesKey = "paintings", NetworkPrefix = "network.", PaintingPrefix = "painting.";

    /// <summary>Reads one.</summary>
    /// <exception cref="WeightFileException">It is missing, damaged, or another kind of file.</exception>
    public static StyleFile Read(string path)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var metadata = WeightFile.Inspect(path).Metadata;
        if (metadata.GetValueOrDefault(FormatKey) != Format || Parse(metadata.GetValueOrDefault(NamesKey)) is not { Count: > 0 } names)
            throw new WeightFileException(path, "is not a style: name a file that atelier learn has written.");
        using var state = WeightFile.Read(path);
        var network = new InstantNetwork();
        using (var weights = new StateDict([.. state.Where(entry => entry.Key.StartsWith(NetworkPrefix, StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key[NetworkPrefix.Length..], entry.Value.clone()))]))
            weights.LoadInto(network, path);
        network.Keep();
        var paintings = names.Select((_, index) => state.FirstOrDefault(entry => entry.Key == PaintingPrefix + index.ToString(CultureInfo.InvariantCulture)).Value).ToList();
        return paintings.TrueForAll(painting => painting?.shape is [3, > 0 and <= LargestPainting, > 0 and <= LargestPainting] && painting.dtype == uint8)
            ? new(network, [.. paintings.Select(painting => (painting!.to(float32) / Number(255)).unsqueeze(0).DetachFromDisposeScope())], names)
            : throw new WeightFileException(path, "lacks a painting: make it again with atelier learn.");
    }

    /// <summary>Writes one; an existing file is replaced when the new one is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">Its weights, of which half of the digits are kept.</param>
    /// <param name="paintings">[1,3,h,w] in [0,1] each.</param>
    /// <param name="names">The paintings' files, without folders.</param>
    /// <param name="made">How it was made.</param>
    public static void Write(string path, InstantNetwork network, IReadOnlyList<Tensor> paintings, IReadOnlyList<string> names, IReadOnlyDictionary<string, string> made)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var weights = network.state_dict().Select(entry => KeyValuePair.Create(NetworkPrefix + entry.Key, entry.Value.detach().to(float16)));
        var pictures = paintings.Select((painting, index) =>
        {
            var small = Math.Max(painting.shape[2], painting.shape[3]) > LargestPainting ? Scaling.LongSide(painting, LargestPainting) : painting;
            return KeyValuePair.Create(PaintingPrefix + index.ToString(CultureInfo.InvariantCulture), (small * Number(255)).round().clamp(Number(0), Number(255)).to(uint8).squeeze(0));
        });
        WeightFile.Write(path, weights.Concat(pictures), new Dictionary<string, string>(made) { [FormatKey] = Format, [NamesKey] = JsonSerializer.Serialize(names) }, seal: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        foreach (var painting in Paintings)
            painting.Dispose();
    }

    private static List<string>? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<List<string>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
