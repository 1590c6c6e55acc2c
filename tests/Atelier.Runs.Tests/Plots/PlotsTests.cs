using System.Xml.Linq;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Runs.Tests;

/// <summary>That each plot is drawn, has what it must have, and refuses what it cannot draw. ATELIER_PLOTS=folder keeps the pictures to look at.</summary>
public sealed class PlotsTests : IDisposable
{
    private const string OneCycle = "one_cycle(lr=1e-2,len=8,wd=1e-4)";
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names() => [.. All.Keys];

    private static readonly Dictionary<string, Action<string>> All = new(StringComparer.Ordinal)
    {
        ["lr-sgdr"] = path => PlotExamples.Plan("sgdr(lr=1e-2,cycles=3,len=1,mult=2,wd=1e-4)").PlotLearningRate(path),
        ["lr-onecycle-adam"] = path => PlotExamples.Plan("one_cycle(lr=1e-2,len=2) + constant(lr=1e-3,opt=adam,wd=[0,1e-5,1e-2])").PlotLearningRate(path),
        ["lr-many"] = path => PlotExamples.Plan("warm_up() + steps(lr=3e-2,steps=8,len=0.5,factor=0.5,opt=adamw,wd=1e-2) + constant(lr=1e-3,len=0.4)").PlotLearningRate(path),
        ["lr-alone"] = path => PlotExamples.Plan("constant(lr=2e-5)").PlotLearningRate(path, showText: false, showMomentum: false),
        ["loss"] = path => PlotExamples.Run(OneCycle).PlotLoss(path),
        ["loss-plain"] = path => PlotExamples.Run("steps(lr=0.1,len=4)", perEpoch: 2000, swa: false).PlotLoss(path),
        ["loss-empty"] = path => new RunHistory().PlotLoss(path),
        ["sweep"] = path => PlotExamples.Sweep().PlotLossOverLearningRate(path, 4.2e-3, 2.5e-2),
        ["metrics-one"] = path => PlotExamples.Run(OneCycle, metrics: "accuracy").PlotMetrics(path),
        ["metrics-three"] = path => PlotExamples.Run(OneCycle, metrics: ["accuracy", "top5_accuracy", "f1"]).PlotMetrics(path),
        ["confusion-10"] = path => ConfusionMatrixPlot.Save(PlotExamples.Confusion(10), Classes(10), path),
        ["confusion-100"] = path => ConfusionMatrixPlot.Save(PlotExamples.Confusion(100), Classes(100), path),
        ["confusion-2"] = path => ConfusionMatrixPlot.Save(PlotExamples.Confusion(2), ["cat", "dog"], path),
        ["samples"] = path => SamplesSheet.Save(
            [.. Enumerable.Range(0, 15).Select(i => Picture(64 + i % 3 * 20, 64, $"{Classes(15)[i]} → {Classes(15)[14 - i]}", $"p 0.{93 - i}   loss {4.2 - i * 0.2:0.00}"))], path, "Most confused"),
        ["comparison"] = path => ComparisonPlot.Save(
            [.. ((string[])["SGDR", "one-cycle", "steps", "constant"]).Select((name, i) => new ComparisonGroup(name, Seeds(i, 0.62 + 0.02 * i), Seeds(i + 9, 0.65 + 0.015 * i)))], path, "Validation accuracy"),
        ["trade-off"] = path => TradeOffPlot.Save(
            [.. ((string[])["nothing", "a little", "nearly the same", "a lot"]).Select((name, i) => new TradeOffGroup(name, [.. Seeds(i, 0.7 - 0.01 * i).Zip(Seeds(i + 7, 0.12 - 0.06 * i))]))],
            path, "Amplification", "Accuracy", (0, "as the data")),
        ["curves"] = path => CurvesPlot.Save(
            [.. ((string[])["plain", "residual"]).Select((name, i) => (name, (IReadOnlyList<(double, double)>)[.. Enumerable.Range(1, 12).Select(e => ((double)e, 0.7 - 0.4 / (e + i)))]))], path, "Validation accuracy", "epoch"),
        ["bars"] = path => BarsPlot.Save(
            ["multiply-adds", "time"], [.. Enumerable.Range(0, 6).Select(i => ($"{64 << i} to {64 << i}\n17 px", (IReadOnlyList<double>)[0.28 + 0.1 * i, 0.4 + 0.05 * i]))], path, "Share of n x n", "P0"),
        ["comparison-plain"] = path => ComparisonPlot.Save([new("SGD", Seeds(1, 0.5), []), new("Adam", Seeds(2, 0.52), [])], path, "Validation accuracy"),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Plot_AsPng_IsAPictureWithInkOnWhite(string name)
    {
        All[name](Keep($"{name}.png"));
        using var scope = NewDisposeScope();
        var image = ImageFile.Read(Keep($"{name}.png"));
        Assert.Equal(1, image[0, 0, 0, 0].item<float>(), 0.01);
        Assert.InRange(image.mean().item<float>(), 0.5f, 0.999f);
        Assert.True(image.min().item<float>() < 0.45f);
        Assert.Equal(0, image.shape[3] % 2);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Plot_AsSvg_IsXmlWithText(string name)
    {
        All[name](Keep($"{name}.svg"));
        var svg = XDocument.Load(Keep($"{name}.svg")).Root!;
        Assert.Equal("svg", svg.Name.LocalName);
        Assert.DoesNotMatch(" [xy]=\"[^\"]*,\\s*\"", File.ReadAllText(Keep($"{name}.svg")));
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "text" && element.Value.Trim().Length > 0);
    }

    [Fact]
    public void LearningRate_OfThreePhases_HasTwoRedLinesInEachPanelAndThePhasesText()
    {
        PlotExamples.Plan("one_cycle(lr=1e-2,len=3,tail=0.2,opt=adam,wd=1e-4)").PlotLearningRate(_folder["a.svg"]);
        var svg = File.ReadAllText(_folder["a.svg"]);
        Assert.Equal(4, svg.Split("fill=\"#C8443A\"").Length - 1);
        string[] texts = [.. XDocument.Parse(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim())];
        Assert.Empty(((string[])["Learning rate", "Momentum", "iteration", "Adam", "wd 1e-4", "β 0.999"]).Except(texts));
    }

    [Fact]
    public void LearningRate_WithoutTextAndMomentum_HasNeither()
    {
        PlotExamples.Plan("constant(lr=1e-2,opt=adam)").PlotLearningRate(_folder["a.svg"], showText: false, showMomentum: false);
        var svg = File.ReadAllText(_folder["a.svg"]);
        Assert.DoesNotContain("Adam", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("Momentum", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plot.jpg")]
    [InlineData("plot")]
    public void Plot_OfAnotherExtension_IsRefusedAndWritesNothing(string name)
    {
        Assert.Contains(".png or .svg", Assert.Throws<ArgumentException>(() => PlotExamples.Sweep().PlotLoss(_folder[name])).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder[name]));
    }

    [Theory]
    [InlineData("cat", true)]
    [InlineData("кошка", true)]
    [InlineData("猫", false)]
    [InlineData("고양이", false)]
    public void Names_InScriptsThatInterLacks_AreSetInAFontThatHasThem(string name, bool isInters)
    {
        var typeface = PlotFont.For(name);
        Assert.Equal(isInters, PlotFont.Regular.ContainsGlyphs(name));
        Assert.SkipWhen(!isInters && ReferenceEquals(typeface, PlotFont.Regular), "needs a font with this script");
        Assert.True(typeface.ContainsGlyphs(name));
        Assert.Equal(isInters, ReferenceEquals(typeface, PlotFont.Regular));
    }

    [Fact]
    public void Confusion_WhoseNamesAreOfAnotherNumber_IsRefused() =>
        Assert.Throws<ArgumentException>(() => ConfusionMatrixPlot.Save(new long[2, 3], ["a", "b"], _folder["c.png"]));

    [Fact, NoTensorLeaks]
    public void SamplePicture_OfATensor_HasItsSizeAndNeedsThreeChannels()
    {
        using var scope = NewDisposeScope();
        var picture = SamplePicture.From(rand(3, 4, 5), "a");
        Assert.Equal((5, 4), (picture.Width, picture.Height));
        Assert.Throws<ShapeException>(() => SamplePicture.From(rand(1, 4, 5), "a"));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.001, "0.001")]
    [InlineData(1e-4, "1e-4")]
    [InlineData(2.5e-5, "2.5e-5")]
    [InlineData(0.30000000000000004, "0.3")]
    [InlineData(12000, "12000")]
    [InlineData(-3e-7, "-3e-7")]
    public void Number_OnAnAxis_IsShort(double value, string expected) => Assert.Equal(expected, PlotTheme.Number(value));

    [Fact]
    public void Thinning_OfManyPoints_KeepsTheExtremesInOrder()
    {
        (double X, double Y)[] points = [.. Enumerable.Range(0, 100_000).Select(i => ((double)i, i == 54_321 ? 9.0 : PlotExamples.Noise(i)))];
        var thin = Thinning.Thin(points);
        Assert.InRange(thin.Count, 1000, 2400);
        Assert.Contains((54_321, 9), thin);
        Assert.Equal(thin.Select(point => point.X).Order(), thin.Select(point => point.X));
    }

    public void Dispose() => _folder.Dispose();

    private string Keep(string name) => Environment.GetEnvironmentVariable("ATELIER_PLOTS") is { Length: > 0 } folder ? Path.Combine(folder, name) : _folder[name];

    private static string[] Classes(int count)
    {
        string[] names = ["lion", "persian_cat", "tabby", "golden_retriever", "school_bus", "fire_engine", "beer_bottle", "espresso", "trilobite", "Old_English_sheepdog"];
        return [.. Enumerable.Range(0, count).Select(i => i < 10 ? names[i] : $"{names[i % 10]}_{i}")];
    }

    private static double[] Seeds(int seed, double around) => [.. Enumerable.Range(0, 5).Select(i => around + 0.02 * PlotExamples.Noise(seed * 7 + i))];

    private static SamplePicture Picture(int width, int height, string caption, string note)
    {
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < rgb.Length; i++)
            rgb[i] = (byte)(127 + 120 * Math.Sin(i / 3 % width * 0.1 + i % 3 * 2 + caption.Length) * Math.Cos(i / 3 / width * 0.07 * note.Length / 9));
        return new(rgb, width, height, caption, note);
    }
}
