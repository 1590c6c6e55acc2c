using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Chaos;

/// <summary><c>atelier stylize</c> with a checkpoint: however often it is killed, the picture is the same to the byte.</summary>
internal sealed class PictureVictim(string folder) : Victim("stylize", folder)
{
    private byte[] _expected = [];

    private string Work => Path.Combine(Folder, "work");

    private string Picture => Path.Combine(Work, "picture.png");

    private string Checkpoint => Path.Combine(Work, "picture.checkpoint");

    public override async Task PrepareAsync()
    {
        using (var picture = rand(1, 3, 64, 64))
        {
            ImageFile.Write(Path.Combine(Folder, "photo.png"), picture);
            using var painting = picture.flip(3);
            ImageFile.Write(Path.Combine(Folder, "painting.png"), painting);
        }
        Begin();
        using var running = Start(Surroundings.Plain);
        if (await running.EndAsync() is not (0, _))
            throw new InvalidOperationException("The undisturbed run failed.");
        _expected = File.ReadAllBytes(Picture);
    }

    public override void Begin()
    {
        if (Directory.Exists(Work))
            Directory.Delete(Work, recursive: true);
        Directory.CreateDirectory(Work);
    }

    // What a stopped run has written is replaced in the end.
    public override Running Start(Surroundings surroundings) => Running.Start(
        surroundings, "stylize", Path.Combine(Folder, "photo.png"), Path.Combine(Folder, "painting.png"), "-o", Picture, "--size", "64", "--evaluations", "150",
        "--checkpoint", Checkpoint, "--save-every", "10", "--threads", "1", "--json", "--force");

    public override bool IsDone => File.Exists(Picture) && !File.Exists(Checkpoint);

    public override IEnumerable<string> Broken()
    {
        foreach (var picture in Directory.EnumerateFiles(Work, "*.png").Where(file => !Path.GetFileName(file).StartsWith('.')))
            if (!IsWhole(picture))
                yield return $"{picture} is not whole";
    }

    public override IEnumerable<string> Wrong()
    {
        if (!File.ReadAllBytes(Picture).AsSpan().SequenceEqual(_expected))
            yield return "the picture is another than that of an undisturbed run";
        foreach (var file in Temporaries(Work))
            yield return $"{file} is left";
    }

    private static bool IsWhole(string picture)
    {
        try
        {
            ImageFile.Read(picture).Dispose();
            return true;
        }
        catch (ImageFileException)
        {
            return false;
        }
    }
}
