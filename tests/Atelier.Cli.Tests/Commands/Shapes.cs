using System.Security.Cryptography;

namespace Atelier.Cli.Tests;

/// <summary>A temporary folder with a drawn image set, for training with the real program. Shared by the tests of a class.</summary>
public sealed class Shapes : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Shapes() => ShapesData.Write(Data, perClass: 40);

    /// <summary>Three classes of 40 images, 32 px.</summary>
    public string Data => this["shapes"];

    /// <summary>The path of a file or folder of that name.</summary>
    public string this[string name] => _folder[name];

    /// <summary>A command line that trains for a second or two, with most of what has a state.</summary>
    public string[] Train(string run, string phases = "sgdr(lr=5e-2,cycles=3,len=1,mult=2)", params string[] more) =>
    [
        "train", Data, "--network", "small", "--image-size", "32", "--batch-size", "16", "--phases", phases, "-o", this[run], "--threads", "1",
        "--swa-start", "2", "--ema", "0.9", "--mixup", "0.2", "--clip", "2", "--label-smoothing", "0.1", "--checkpoint-every", "0", .. more,
    ];

    /// <summary>Trains to the end.</summary>
    internal async Task<AtelierProcess.Ended> TrainedAsync(string run, params string[] more) =>
        (await InProcess.EndAsync(Train(run, more: more))).ShouldExit(ExitCode.Done);

    /// <summary>The models of the run that nothing disturbed, which is made once.</summary>
    internal async Task<IReadOnlyList<string>> UndisturbedAsync()
    {
        if (!Directory.Exists(this["undisturbed"]))
            await TrainedAsync("undisturbed");
        return Hashes("undisturbed");
    }

    /// <summary>The SHA-256 of each model of a run.</summary>
    public IReadOnlyList<string> Hashes(string run) =>
    [
        .. ((string[])["model", "model-swa", "model-ema", "best"]).Select(name =>
            $"{name} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(this[$"{run}/{name}.safetensors"])))}"),
    ];

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
