using Atelier.Testing;

namespace Atelier.Chaos;

/// <summary><c>atelier train</c> and <c>resume</c>: however often it is killed, the weights are the same to the byte.</summary>
internal sealed class TrainingVictim(string folder) : Victim("train", folder)
{
    private byte[] _expected = [];

    private string Run => Path.Combine(Folder, "run");

    private string Model => Path.Combine(Run, "model.safetensors");

    public override async Task PrepareAsync()
    {
        ShapesData.Write(Path.Combine(Folder, "shapes"), perClass: 12, size: 32);
        Begin();
        using var running = Start(Surroundings.Plain);
        if (await running.EndAsync() is not (0, _))
            throw new InvalidOperationException("The undisturbed run failed.");
        _expected = File.ReadAllBytes(Model);
    }

    public override void Begin()
    {
        if (Directory.Exists(Run))
            Directory.Delete(Run, recursive: true);
    }

    public override Running Start(Surroundings surroundings) => File.Exists(Path.Combine(Run, "run.json"))
        ? Running.Start(surroundings, "resume", Run, "--json")
        : Running.Start(
            surroundings, "train", Path.Combine(Folder, "shapes"), "--network", "small", "--image-size", "32", "--batch-size", "8", "--phases", "sgdr(lr=1e-2,cycles=3,len=1)",
            "-o", Run, "--checkpoint-every", "0", "--threads", "1", "--json");

    public override bool IsDone => File.Exists(Path.Combine(Run, "run.json")) && File.ReadAllText(Path.Combine(Run, "run.json")).Contains("\"finished\"", StringComparison.OrdinalIgnoreCase);

    public override IEnumerable<string> Broken() => [];

    public override IEnumerable<string> Wrong()
    {
        if (!File.ReadAllBytes(Model).AsSpan().SequenceEqual(_expected))
            yield return "the weights are others than those of an undisturbed run";
        foreach (var file in Temporaries(Run))
            yield return $"{file} is left";
    }
}
