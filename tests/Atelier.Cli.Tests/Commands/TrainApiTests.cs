using System.Text.Json;
using Atelier.Runs;

namespace Atelier.Cli.Tests;

public sealed class TrainApiTests(Shapes shapes) : IClassFixture<Shapes>
{
    [Fact]
    public async Task TrainRun_WithTheOptionsOfACommandLine_GivesTheSameRun()
    {
        await shapes.TrainedAsync("command");
        using (var run = TrainRun.Start(shapes.Data, "small", Options, shapes["api"]))
            run.Train();
        Assert.Equal(shapes.Hashes("command"), shapes.Hashes("api"));
        Assert.Equal(Files("command"), Files("api"));
        Assert.Equal(await File.ReadAllTextAsync(shapes["command/recipe.json"]), await File.ReadAllTextAsync(shapes["api/recipe.json"]));
        Assert.Equal(OptionsOf("command"), OptionsOf("api"));
    }

    // What Shapes.Train writes on the command line.
    private static TrainOptions Options => new()
    {
        Recipe = Recipe.Parse("sgdr(lr=5e-2,cycles=3,len=1,mult=2)"),
        ImageSize = 32,
        BatchSize = 16,
        SwaStart = 2,
        Ema = 0.9,
        Mixup = 0.2,
        ClipNorm = 2,
        LabelSmoothing = 0.1,
        CheckpointEvery = 0,
        Compute = new() { Threads = 1 },
    };

    private string OptionsOf(string run) => JsonDocument.Parse(File.ReadAllText(shapes[$"{run}/run.json"])).RootElement.GetProperty("options").GetRawText();

    private IEnumerable<string> Files(string run) =>
        Directory.GetFiles(shapes[run], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(shapes[run], file)).Order(StringComparer.Ordinal);
}
