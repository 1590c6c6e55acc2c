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
internal sealed class Judge : IDisposable
{
    private const string Content = "relu3_2";
    private static readonly string[] StyleLayers = ["relu1_1", "relu2_1", "relu3_1", "relu3_4"];

    private readonly FeatureEncoder _vgg;
    private readonly int _side;

    /// <param name="weights">VGG-19's file, at least through relu3_4.</param>
    /// <param name="side">The longer side at which pictures are judged, in pixels.</param>
    public Judge(string weights, int side) => (_vgg, _side) = (NetworkCatalog.LoadEncoder(weights), side);

    /// <summary>Judges a result.</summary>
    /// <returns>Style closed: 1 - style(result) / style(photo); and the content distance.</returns>
    public (double StyleClosed, double ContentDistance) Look(Tensor photo, Tensor painting, Tensor result)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (target, wanted) = (See(photo), See(painting));
        var seen = See(result);
        _vgg.FreeBuffers();
        var distance = Relative(seen.Content, target.Content);
        return (1 - Style(seen.Grams, wanted.Grams) / Style(target.Grams, wanted.Grams), distance);
    }

    public void Dispose() => _vgg.Dispose();

    private static double Style(Tensor[] grams, Tensor[] wanted) => grams.Zip(wanted, Relative).Average();

    private static double Relative(Tensor x, Tensor target) => ((x - target).pow(Number(2)).mean() / target.pow(Number(2)).mean()).ToNumber();

    private (Tensor[] Grams, Tensor Content) See(Tensor image)
    {
        var scaled = Scaling.LongSide(image, _side);
        using var pass = _vgg.Forward(scaled, [.. StyleLayers, Content]);
        return ([.. StyleLayers.Select(layer => GramMatrix.Compute(pass.Features(layer)))], pass.Features(Content).clone());
    }
}
