using System.Text.Json;
using Atelier.Imaging;

namespace Atelier.Cli.Tests;

public sealed class TrainTests(Shapes shapes) : IClassFixture<Shapes>
{
    [Fact]
    public async Task Train_OnShapes_LearnsThemAndKeepsEverything()
    {
        var ended = (await AtelierProcess.RunAsync(shapes.Train("whole", more: ["--json", "--metrics", "accuracy", "f1", "--tensorboard"]))).ShouldExit(ExitCode.Done);
        var json = Studio.Json(ended);
        Assert.Equal("finished", json.GetProperty("end").GetString());
        Assert.Equal(7, json.GetProperty("epochs").GetInt32());
        Assert.True(json.GetProperty("swaMetrics").GetProperty("accuracy").GetDouble() > 0.6, ended.Output);
        Assert.Contains("Data: 96 training and 24 validation images in 3 classes, 32 px, batches of 16.", ended.Error, StringComparison.Ordinal);
        Assert.Matches(@"epoch +train_loss +valid_loss +accuracy +f1 +ema_loss +ema_accuracy +ema_f1 +swa_loss +swa_accuracy +swa_f1 +time", ended.Error);
        Assert.Matches(@"(?m)^    7 ( +\d+\.\d{6}){10} +0:\d\d$", ended.Error);
        foreach (var plot in (string[])["learning-rate", "loss", "metrics", "confusion", "confusion-swa", "top-losses"])
            Assert.True(ImageFile.ReadHeader(shapes[$"whole/plots/{plot}.png"]).Width > 300, plot);
        Assert.Equal(8, File.ReadAllLines(shapes["whole/epochs.csv"]).Length);
        Assert.Equal(7 * 6 + 7, File.ReadAllLines(shapes["whole/log.jsonl"]).Length);
        Assert.NotEmpty(Directory.GetFiles(shapes["whole/tensorboard"]));
        Assert.Equal("finished", Description("whole").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Train_Twice_GivesTheSameModels()
    {
        var once = await shapes.UndisturbedAsync();
        (await AtelierProcess.RunAsync(shapes.Train("again"))).ShouldExit(ExitCode.Done);
        Assert.Equal(once, shapes.Hashes("again"));
        await shapes.TrainedAsync("other", "--seed", "1");
        Assert.Empty(once.Intersect(shapes.Hashes("other")));
    }

    [Fact]
    public async Task Train_WhereARunIs_RefusesUnlessForced()
    {
        await shapes.TrainedAsync("taken");
        var before = shapes.Hashes("taken");
        var cli = new InProcess();
        Assert.Equal(ExitCode.Failed, await cli.RunAsync(shapes.Train("taken")));
        Assert.Equal($"atelier: {shapes["taken"]}: already has a run; resume it, replace it (--force), or name another folder.\n", cli.Error);
        Assert.Equal(before, shapes.Hashes("taken"));
        await shapes.TrainedAsync("taken", "--force", "--seed", "9");
        Assert.NotEqual(before, shapes.Hashes("taken"));
    }

    [Fact]
    public async Task Train_FromItsOwnWeights_BeginsWhereTheyEnded()
    {
        await shapes.UndisturbedAsync();
        var ended = await InProcess.EndAsync(
            "train", shapes.Data, "--network", "small", "--image-size", "32", "--batch-size", "16", "--phases", "constant(lr=1e-6,len=1)", "-o", shapes["tuned"],
            "--weights", shapes["undisturbed/model.safetensors"], "--freeze", "--json");
        var before = File.ReadLines(shapes["undisturbed/epochs.csv"]).Last().Split(',')[2];
        var after = Studio.Json(ended.ShouldExit(ExitCode.Done)).GetProperty("validLoss").GetDouble();
        Assert.Equal(double.Parse(before, System.Globalization.CultureInfo.InvariantCulture), after, 0.3);
    }

    [Fact]
    public async Task FindLr_OnShapes_NamesRatesAndDraws()
    {
        var ended = await InProcess.EndAsync(
            "find-lr", shapes.Data, "--network", "small", "--image-size", "32", "--batch-size", "16", "-o", shapes["lr.png"], "--json", "--batches", "60");
        var json = Studio.Json(ended.ShouldExit(ExitCode.Done));
        Assert.InRange(json.GetProperty("steepest").GetDouble(), 1e-4, 1);
        Assert.InRange(json.GetProperty("largestSafe").GetDouble(), 1e-4, 1);
        Assert.True(File.Exists(shapes["lr.png"]));
    }

    [Fact]
    public async Task Predict_OnShapes_NamesThemAndTheFileThatIsNone()
    {
        await shapes.UndisturbedAsync();
        await File.WriteAllTextAsync(shapes["fake.png"], "No picture.");
        var ended = await InProcess.EndAsync(
            "predict", shapes["undisturbed"], shapes["shapes/d*/000*.png"], shapes["shapes/stripes"], shapes["fake.png"], "--swa", "--csv", shapes["seen.csv"], "--json", "--top", "2");
        var images = Studio.Json(ended.ShouldExit(ExitCode.Failed)).GetProperty("images").EnumerateArray().ToList();
        Assert.Equal(10 + 40 + 1, images.Count);
        Assert.Contains($"{shapes["fake.png"]}: is not an image that can be read: it seems to be text. Give a JPEG, ", ended.Error, StringComparison.Ordinal);
        var right = images.SkipLast(1).Count(image => image.GetProperty("image").GetString()!.Contains($"/{Best(image)}/", StringComparison.Ordinal));
        Assert.True(right > 35, $"{right} of 50");
        Assert.Equal(1 + 50 * 2 + 1, File.ReadAllLines(shapes["seen.csv"]).Length);
        Assert.StartsWith($"{shapes["shapes/disc/0000.png"]},1,", File.ReadLines(shapes["seen.csv"]).ElementAt(1), StringComparison.Ordinal);
    }

    private static string Best(JsonElement image) => image.GetProperty("classes")[0].GetProperty("class").GetString()!;

    private JsonElement Description(string run) => JsonDocument.Parse(File.ReadAllText(shapes[$"{run}/run.json"])).RootElement;
}
