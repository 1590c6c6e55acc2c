namespace Atelier.Cli.Tests;

/// <summary>A drawn image set with an attribute, and a model that was trained on it. Shared by the tests of a class.</summary>
public sealed class Colors : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The path of a file or folder of that name.</summary>
    public string this[string name] => _folder[name];

    /// <summary>The model's run.</summary>
    public string Run => this["run"];

    /// <summary>Two thirds of the discs are red, one third of the others; a fifth of each class has no color.</summary>
    public static void Write(string table, int perClass)
    {
        var rows = from kind in ShapesData.Classes
                   from index in Enumerable.Range(0, perClass)
                   where index % 5 != 4
                   select $"{kind}/{index:0000}.png,{(index % 3 < (kind == "disc" ? 2 : 1) ? "red" : "blue")}";
        File.WriteAllLines(table, ["file,color", .. rows, "disc/9999.png,red"]);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        ShapesData.Write(this["set"], perClass: 40);
        Write(this["colors.csv"], perClass: 40);
        (await InProcess.EndAsync(
            "train", this["set"], "--network", "small", "--image-size", "32", "--batch-size", "16", "--threads", "1", "--phases", "one_cycle(lr=0.1,len=4)",
            "--attributes", this["colors.csv"], "--valid-ratio", "0.5", "-o", Run)).ShouldExit(0);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
