using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>How well a network finds pictures painted, each after its own painting, and how they should change.</summary>
/// <param name="network">Of the VGG family, with reflection at the border; kept, not owned.</param>
internal sealed class StyleTeacher(FeatureEncoder network)
{
    private const string Content = "relu3_2";
    private static readonly string[] Style = ["relu1_1", "relu2_1", "relu3_1", "relu3_4"];

    /// <summary>Images, as the network sees them.</summary>
    /// <param name="images">[N,3,H,W].</param>
    /// <param name="content">Whether their content is wanted: a photo's.</param>
    public Look See(Tensor images, bool content)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var pass = network.Forward(images, [.. Style, Content]);
        return new(
            [.. Style.Select(layer => Gram(pass.Features(layer)).MoveToOuterDisposeScope())],
            content ? pass.Features(Content).clone().MoveToOuterDisposeScope() : null);
    }

    /// <summary>The part of the style that is still open, and the content's distance, for each picture; and the loss's gradient at the pictures.</summary>
    /// <param name="pictures">[N,3,H,W].</param>
    /// <param name="targets">What they should be like.</param>
    /// <param name="contentWeight">How much the content's distance counts beside the style.</param>
    /// <param name="floor">Where photo and painting are nearer than that, the open part is of that.</param>
    /// <returns>[N] each, and [N,3,H,W].</returns>
    public (Tensor Open, Tensor Content, Tensor Gradient) Judge(Tensor pictures, Targets targets, double contentWeight, double floor = 0.1)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var n = pictures.shape[0];
        using var pass = network.Forward(pictures, contentWeight > 0 ? [.. Style, Content] : Style);
        var share = (targets.Distance.clamp_min(Number(floor)) * Number(Style.Length)).reciprocal();                 // [N]
        var open = zeros(n);
        foreach (var (layer, wanted) in Style.Zip(targets.Grams))
        {
            var features = Rows(pass.Features(layer));                                                               // [N,HW,C]
            double count = features.shape[1] * features.shape[2];
            var difference = features.transpose(1, 2).bmm(features) / Number(count) - wanted;                        // [N,C,C]
            var factor = share / Square(wanted).mean([1, 2]);                                                       // [N]
            open = open.Plus(Square(difference).mean([1, 2]) * factor);
            var step = difference * (factor * Number(4 / (count * features.shape[2] * features.shape[2]))).view(-1, 1, 1);
            Rows(pass.Gradient(layer)).add_(features.bmm(step), alpha: One);
        }
        var content = zeros(n);
        if (contentWeight > 0)
        {
            var (seen, target) = (pass.Features(Content), targets.Content!);
            var energy = Square(target).mean([1, 2, 3]);
            var difference = seen - target;
            content = Square(difference).mean([1, 2, 3]) / energy;
            var slope = energy.reciprocal() * Number(2 * contentWeight * n / difference.numel());                     // [N]
            pass.Gradient(Content).add_(difference * slope.view(-1, 1, 1, 1), alpha: One);
        }
        var gradient = pass.Backward();
        return (open.MoveToOuterDisposeScope(), content.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    private static Tensor Rows(Tensor features) => features.permute(0, 2, 3, 1).flatten(1, 2);

    /// <summary>Element by element.</summary>
    internal static Tensor Square(Tensor x) => x.pow(Number(2));

    private static Tensor Gram(Tensor features)
    {
        using var scope = NewDisposeScope();
        var rows = Rows(features);
        return (rows.transpose(1, 2).bmm(rows) / Number((double)rows.shape[1] * rows.shape[2])).MoveToOuterDisposeScope();
    }
}

/// <summary>What the teacher sees of images.</summary>
/// <param name="Grams">[N,C,C] for each layer.</param>
/// <param name="Content">[N,C,H,W], where it is wanted.</param>
internal sealed record Look(IReadOnlyList<Tensor> Grams, Tensor? Content)
{
    /// <summary>All of them.</summary>
    public IEnumerable<Tensor> Tensors => Content is null ? Grams : Grams.Append(Content);
}

/// <summary>What pictures should be like.</summary>
/// <param name="Grams">Of the paintings, [N,C,C] for each layer.</param>
/// <param name="Distance">The photos', from the paintings' style: [N].</param>
/// <param name="Content">Of the photos, where it is wanted.</param>
internal sealed record Targets(IReadOnlyList<Tensor> Grams, Tensor Distance, Tensor? Content)
{
    /// <summary>Of photos, each beside its painting; in the caller's scope.</summary>
    public static Targets Of(IReadOnlyList<Look> photos, IReadOnlyList<Look> paintings)
    {
        using var scope = NewDisposeScope();
        var (had, wanted) = (Stacked(photos), Stacked(paintings));
        var distance = had.Zip(wanted, Relative).Aggregate((a, b) => a.Plus(b)) / Number(had.Count);
        var content = photos[0].Content is null ? null : cat([.. photos.Select(photo => photo.Content!)]);
        return new([.. wanted.Select(gram => gram.MoveToOuterDisposeScope())], distance.MoveToOuterDisposeScope(), content?.MoveToOuterDisposeScope());
    }

    private static List<Tensor> Stacked(IReadOnlyList<Look> looks) => [.. Enumerable.Range(0, looks[0].Grams.Count).Select(layer => cat([.. looks.Select(look => look.Grams[layer])]))];

    private static Tensor Relative(Tensor x, Tensor target) => StyleTeacher.Square(x - target).mean([1, 2]) / StyleTeacher.Square(target).mean([1, 2]);
}
