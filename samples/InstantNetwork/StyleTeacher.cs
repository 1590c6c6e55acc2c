using Atelier.Kernels;
using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Samples.InstantNetwork;

/// <summary>How well exact VGG-19 finds pictures painted, each after its own painting, and how they should change.</summary>
internal sealed class StyleTeacher(string vgg19) : IDisposable
{
    private const string Content = "relu3_2";
    private static readonly string[] Style = ["relu1_1", "relu2_1", "relu3_1", "relu3_4"];

    private readonly FeatureEncoder _vgg = NetworkCatalog.LoadEncoder(vgg19, new() { Padding = PaddingMode.Reflection });

    /// <summary>The photo and painting, as VGG-19 sees them.</summary>
    public Targets See(Tensor photo, Tensor painting)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Tensor[] wanted, had;
        Tensor content;
        using (var pass = _vgg.Forward(painting, Style))
            wanted = [.. Style.Select(layer => Gram(pass.Features(layer)))];
        using (var pass = _vgg.Forward(photo, [.. Style, Content]))
        {
            had = [.. Style.Select(layer => Gram(pass.Features(layer)))];
            content = pass.Features(Content).clone();
        }
        var distance = had.Zip(wanted, Relative).Aggregate((a, b) => a + b) / Style.Length;   // [N]
        return new(
            [.. wanted.Select(gram => gram.MoveToOuterDisposeScope())], distance.MoveToOuterDisposeScope(), content.MoveToOuterDisposeScope());
    }

    /// <summary>The part of the style that is still open, and the content's distance, for each picture; and the loss's gradient at the pictures.</summary>
    /// <param name="pictures">[N,3,H,W].</param>
    /// <param name="targets">What <see cref="See"/> gave.</param>
    /// <param name="contentWeight">How much the content's distance counts beside the style.</param>
    /// <param name="floor">Where photo and painting are nearer than that, the open part is of that.</param>
    /// <returns>[N] each, and [N,3,H,W].</returns>
    public (Tensor Open, Tensor Content, Tensor Gradient) Judge(Tensor pictures, Targets targets, double contentWeight, double floor = 0.1)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var n = pictures.shape[0];
        using var pass = _vgg.Forward(pictures, contentWeight > 0 ? [.. Style, Content] : Style);
        var share = 1 / (targets.Distance.clamp_min(floor) * Style.Length);                                        // [N]
        var open = zeros(n);
        foreach (var (layer, wanted) in Style.Zip(targets.Grams))
        {
            var features = Rows(pass.Features(layer));                                                               // [N,HW,C]
            double count = features.shape[1] * features.shape[2];
            var difference = features.transpose(1, 2).bmm(features) / count - wanted;                                // [N,C,C]
            var factor = share / wanted.square().mean([1, 2]);                                                       // [N]
            open += difference.square().mean([1, 2]) * factor;
            var step = difference * (factor * (4 / (count * features.shape[2] * features.shape[2]))).view(-1, 1, 1);
            Rows(pass.Gradient(layer)).add_(features.bmm(step));
        }
        var content = zeros(n);
        if (contentWeight > 0)
        {
            var (seen, target) = (pass.Features(Content), targets.Content);
            var energy = target.square().mean([1, 2, 3]);
            var difference = seen - target;
            content = difference.square().mean([1, 2, 3]) / energy;
            pass.Gradient(Content).add_(difference * (2 * contentWeight / (energy * (difference.numel() / n))).view(-1, 1, 1, 1));
        }
        var gradient = pass.Backward();
        return (open.MoveToOuterDisposeScope(), content.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    public void Dispose() => _vgg.Dispose();

    private static Tensor Relative(Tensor x, Tensor target) => (x - target).square().mean([1, 2]) / target.square().mean([1, 2]);

    private static Tensor Rows(Tensor features) => features.permute(0, 2, 3, 1).flatten(1, 2);

    private static Tensor Gram(Tensor features)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(features);
        return (rows.transpose(1, 2).bmm(rows) / (double)(rows.shape[1] * rows.shape[2])).MoveToOuterDisposeScope();
    }
}

/// <summary>What a picture should be like.</summary>
/// <param name="Grams">Of the painting, [N,C,C] for each layer.</param>
/// <param name="Distance">The photo's, from the painting's style: [N].</param>
/// <param name="Content">Of the photo.</param>
internal sealed record Targets(IReadOnlyList<Tensor> Grams, Tensor Distance, Tensor Content);
