using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

public sealed class PlanTests : IDisposable
{
    private static readonly long Used = Environment.WorkingSet;

    private readonly Tensor _photo = NoiseImage.Create(96, 128, 1);
    private readonly Tensor _painting = NoiseImage.Create(100, 80, 2);

    [Fact]
    public void Plan_WithPlenty_IsInOnePiece()
    {
        var plan = Plan(new() { Size = 2048 }, 1L << 40);
        Assert.True(plan.IsUnlimited);
        Assert.Equal([(64, 48), (128, 96), (256, 192), (512, 384), (1024, 768), (2048, 1536)], plan.Levels.Select(level => (level.Width, level.Height)));
        Assert.All(plan.Levels, level => Assert.Equal((1, 20), (level.Tiles, level.HistorySize)));
        Assert.StartsWith("2048x1536 in one piece, with about ", plan.Sentence, StringComparison.Ordinal);
        Assert.InRange(plan.PeakMemory!.Value - Used, 2L << 30, 5L << 30);
    }

    [Fact]
    public void Plan_WithLessAndLess_SparesMoreAndMore_AndThenRefuses()
    {
        var request = new StylizationRequest { Size = 3000, Evaluations = 300, Levels = 4 };
        var before = Plan(request, 1L << 40).Levels[^1];
        var wasRefused = false;
        for (var limit = before.Memory!.Value; !wasRefused; limit = limit * 9 / 10)
        {
            try
            {
                var level = Plan(request, limit).Levels[^1];
                Assert.True(level.Memory <= limit && level.HistorySize <= before.HistorySize, $"{level} after {before}");
                before = level;
            }
            catch (StylizationException e)
            {
                wasRefused = true;
                Assert.Matches(@"^3000x2250 pixels take at least [\d.]+ [GM]iB of memory, and [\d.]+ [GM]iB may be used: paint a smaller picture, or allow more memory\.$", e.Message);
            }
        }
        Assert.True(before is { Tiles: > 40, HistorySize: < 20 }, $"ended with {before}");
    }

    [Fact]
    public void Plan_OfMoreStepsOrALargerPainting_TakesMoreMemory()
    {
        var usual = Peak(new() { Size = 1024 });
        Assert.True(Peak(new() { Size = 1024, Evaluations = 2000, HistorySize = 100 }) > usual + (500L << 20));
        Assert.True(Peak(new() { Size = 1024, StyleScale = 3 }) > usual + (500L << 20));
        Assert.True(Peak(new() { Size = 1024, Optimizer = OptimizerKind.Adam }) < usual);
    }

    [Fact]
    public void Run_WithinLittleMemory_PaintsInTiles_AsInOnePiece()
    {
        using var encoder = EmbeddedNetwork.Load();
        var request = new StylizationRequest { Size = 600, Evaluations = 4, Levels = 1 };
        using var whole = new Stylizer(encoder, request) { MaxMemory = 1L << 40 }.Run(_photo, [_painting]);
        encoder.FreeBuffers();
        StylizationPlan? plan = null;
        using var tiled = new Stylizer(encoder, request) { MaxMemory = LeastFor(encoder, request) }.Run(_photo, [_painting], new() { Planned = found => plan = found });
        Assert.True(plan!.Levels[0].Tiles > 1);
        // Steps are remembered in half precision, so that the paths part after the second step.
        Assert.Equal(whole.History[0].Total, tiled.History[0].Total, 1e-4 * whole.History[0].Total);
        Assert.Equal(whole.Losses.Total, tiled.Losses.Total, 0.02 * whole.Losses.Total);
    }

    public void Dispose()
    {
        _photo.Dispose();
        _painting.Dispose();
    }

    // The least that the refusal says it takes, and a little for what the process has taken meanwhile.
    private long LeastFor(FeatureEncoder encoder, StylizationRequest request)
    {
        var error = Assert.Throws<StylizationException>(() => new Stylizer(encoder, request) { MaxMemory = 1 }.Plan(_photo, [_painting]));
        var words = error.Message.Split(' ');
        var least = double.Parse(words[5], System.Globalization.CultureInfo.InvariantCulture) * (words[6] == "GiB" ? 1 << 30 : 1 << 20);
        return (long)least + (30L << 20);
    }

    private long Peak(StylizationRequest request) => Plan(request, 1L << 40).PeakMemory!.Value;

    private StylizationPlan Plan(StylizationRequest request, long limit)
    {
        using var stylizer = new Stylizer(request) { MaxMemory = limit };
        return stylizer.Plan(_photo, [_painting]);
    }
}
