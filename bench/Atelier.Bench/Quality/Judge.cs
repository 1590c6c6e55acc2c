using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Bench.Quality;

/// <summary>
/// How near a result comes to the painting and to the photo, as exact VGG-19 sees it. Style distance: the mean over relu1_1,
/// relu2_1, relu3_1 and relu3_4 of mse(gram(x), gram(s)) / mean(gram(s)^2). Content distance: mse at relu3_2 / mean(target^2).
/// </summary>
/// <remarks>Style is judged at three sizes: hatched edges please the largest, and only strokes the small ones.</remarks>
internal sealed class Judge : IDisposable
{
    private const string Content = "relu3_2";
    private static readonly string[] StyleLayers = ["relu1_1", "relu2_1", "relu3_1", "relu3_4"];

    private readonly FeatureEncoder _vgg;

    /// <param name="weights">VGG-19's file, at least through relu3_4.</param>
    /// <param name="side">The longer side at which pictures are judged, in pixels; style also at half and at a quarter of it.</param>
    public Judge(string weights, int side) => (_vgg, Sides) = (NetworkCatalog.LoadEncoder(weights), [side, side / 2, side / 4]);

    /// <summary>Longer sides at which style is judged, in pixels; content at the first.</summary>
    public IReadOnlyList<int> Sides { get; }

    /// <summary>Judges a result.</summary>
    /// <returns>Style closed at each of <see cref="Sides"/>: 1 - style(result) / style(photo); and the content distance.</returns>
    public (IReadOnlyList<double> StyleClosed, double ContentDistance) Look(Tensor photo, Tensor painting, Tensor result)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        List<double> closed = [], distances = [];
        foreach (var side in Sides)
        {
            var (target, wanted, seen) = (See(photo, side), See(painting, side), See(result, side));
            closed.Add(1 - Style(seen.Grams, wanted.Grams) / Style(target.Grams, wanted.Grams));
            distances.Add(Relative(seen.Content, target.Content));
        }
        _vgg.FreeBuffers();
        return (closed, distances[0]);
    }

    public void Dispose() => _vgg.Dispose();

    private static double Style(Tensor[] grams, Tensor[] wanted) => grams.Zip(wanted, Relative).Average();

    private static double Relative(Tensor x, Tensor target) => ((x - target).pow(Number(2)).mean() / target.pow(Number(2)).mean()).ToNumber();

    private (Tensor[] Grams, Tensor Content) See(Tensor image, int side)
    {
        var scaled = Scaling.LongSide(image, side);
        using var pass = _vgg.Forward(scaled, [.. StyleLayers, Content]);
        return ([.. StyleLayers.Select(layer => GramMatrix.Compute(pass.Features(layer)))], pass.Features(Content).clone());
    }
}
