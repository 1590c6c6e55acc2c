using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Bench.Quality;

/// <summary>
/// How near a result comes to the painting and to the photo, as exact VGG-19 sees it. Style distance: the mean over relu1_1,
/// relu2_1, relu3_1 and relu3_4 of mse(gram(x), gram(s)) / mean(gram(s)^2). Content distance: mse at relu3_2 / mean(target^2). Sliced
/// distance: the Wasserstein-2 distance, squared and by the painting's mean square, of what features are along directions that nobody
/// optimized, at the same layers.
/// </summary>
/// <remarks>Style is judged at three sizes: hatched edges please the largest, and only strokes the small ones.</remarks>
internal sealed class Judge : IDisposable
{
    private const string Content = "relu3_2";
    private const ulong Seed = 20_261_128;
    private const int Directions = 64, Places = 1 << 14, Quantiles = 1 << 10;
    private static readonly string[] StyleLayers = ["relu1_1", "relu2_1", "relu3_1", "relu3_4"];

    private readonly FeatureEncoder _vgg;

    /// <param name="weights">VGG-19's file, at least through relu3_4.</param>
    /// <param name="side">The longer side at which pictures are judged, in pixels; style also at half and at a quarter of it.</param>
    public Judge(string weights, int side) => (_vgg, Sides) = (NetworkCatalog.LoadEncoder(weights), [side, side / 2, side / 4]);

    /// <summary>Longer sides at which style is judged, in pixels; content at the first.</summary>
    public IReadOnlyList<int> Sides { get; }

    /// <summary>Judges a result.</summary>
    public Judgment Look(Tensor photo, Tensor painting, Tensor result)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        List<double> closed = [], distances = [], sliced = [];
        foreach (var side in Sides)
        {
            var (target, wanted, seen) = (See(photo, side), See(painting, side), See(result, side));
            closed.Add(1 - Style(seen.Grams, wanted.Grams) / Style(target.Grams, wanted.Grams));
            sliced.Add(seen.Slices.Zip(wanted.Slices, Relative).Average());
            distances.Add(Relative(seen.Content, target.Content));
        }
        _vgg.FreeBuffers();
        return new(closed, distances[0], sliced.Average());
    }

    public void Dispose() => _vgg.Dispose();

    private static double Style(Tensor[] grams, Tensor[] wanted) => grams.Zip(wanted, Relative).Average();

    private static double Relative(Tensor x, Tensor target) => ((x - target).pow(Number(2)).mean() / target.pow(Number(2)).mean()).ToNumber();

    private (Tensor[] Grams, Tensor[] Slices, Tensor Content) See(Tensor image, int side)
    {
        var scaled = Scaling.LongSide(image, side);
        using var pass = _vgg.Forward(scaled, [.. StyleLayers, Content]);
        return (
            [.. StyleLayers.Select(layer => GramMatrix.Compute(pass.Features(layer)))], [.. StyleLayers.Select(layer => Slices(pass.Features(layer)))],
            pass.Features(Content).clone());
    }

    // What features at random places are along random directions, from the least on: [D,Q].
    private static Tensor Slices(Tensor features)
    {
        using var generator = new Generator(Seed);
        var rows = features.flatten(2)[0].t();   // [HW,C]
        var directions = nn.functional.normalize(randn([rows.shape[1], Directions], generator: generator), dim: 0);
        var places = randperm(rows.shape[0], generator: generator);
        var along = rows[places.narrow(0, 0, Math.Min(Places, rows.shape[0]))].mm(directions).sort(0).Values.t();   // [D,P]
        return nn.functional.interpolate(along.unsqueeze(0), [Quantiles], mode: InterpolationMode.Linear, align_corners: true)[0];
    }
}

/// <summary>What a judge says of a result.</summary>
/// <param name="StyleClosed">1 - style(result) / style(photo), at each of <see cref="Judge.Sides"/>.</param>
/// <param name="ContentDistance">At the first of them.</param>
/// <param name="SlicedDistance">From the painting, the mean over the sides; 0 is the painting itself.</param>
internal sealed record Judgment(IReadOnlyList<double> StyleClosed, double ContentDistance, double SlicedDistance);
