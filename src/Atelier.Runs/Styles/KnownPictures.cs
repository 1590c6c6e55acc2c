using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>What is known of a photo: how the stages see it, from the first to the one that learns, and how the teacher does, whole and halved.</summary>
/// <remarks>It owns its tensors.</remarks>
/// <param name="Sights">By stage.</param>
/// <param name="Window">The part of it that is painted and judged; null for all.</param>
/// <param name="Judged">That part, and halved.</param>
internal sealed record KnownPhoto(IReadOnlyList<InstantSight> Sights, Window? Window, IReadOnlyList<Look> Judged) : IDisposable
{
    /// <summary>Looks at a photo.</summary>
    public static KnownPhoto Of(FeatureEncoder encoder, StyleTeacher teacher, StageRecipe recipe, Tensor photo, Window? window)
    {
        using var scope = NewDisposeScope();
        var part = StagePainter.Cut(photo, window);
        KnownPhoto known = new(
            [.. StagePainter.Sizes(photo, recipe.Index + 1).Select((image, stage) => InstantSight.Of(encoder, stage, image))],
            window,
            [.. recipe.Judged(part).Select((image, index) => teacher.See(image, content: index == 0))]);
        foreach (var tensor in known.Tensors)
            tensor.DetachFromDisposeScope();
        return known;
    }

    public void Dispose()
    {
        foreach (var tensor in Tensors)
            tensor.Dispose();
    }

    private IEnumerable<Tensor> Tensors =>
        Sights.SelectMany(sight => sight.Tensors).Concat(Judged.SelectMany(look => look.Tensors));
}

/// <summary>What is known of a painting: its style, by stage, and how the teacher sees it, whole and halved.</summary>
/// <remarks>It owns its tensors.</remarks>
/// <param name="Styles">By stage.</param>
/// <param name="Judged">The painting, and halved.</param>
internal sealed record KnownPainting(IReadOnlyList<StageStyle> Styles, IReadOnlyList<Look> Judged) : IDisposable
{
    /// <summary>Looks at a painting.</summary>
    public static KnownPainting Of(FeatureEncoder encoder, StyleTeacher teacher, StageRecipe recipe, Tensor painting)
    {
        using var scope = NewDisposeScope();
        KnownPainting known = new(
            [.. StagePainter.Sizes(painting, recipe.Index + 1).Select((image, stage) => InstantSight.Of(encoder, stage, image).Style)],
            [.. recipe.Judged(painting).Select(image => teacher.See(image, content: false))]);
        foreach (var tensor in known.Tensors)
            tensor.DetachFromDisposeScope();
        return known;
    }

    public void Dispose()
    {
        foreach (var tensor in Tensors)
            tensor.Dispose();
    }

    private IEnumerable<Tensor> Tensors => Styles.SelectMany(style => style.Tensors).Concat(Judged.SelectMany(look => look.Tensors));
}

/// <summary>A square part of an image.</summary>
internal readonly record struct Window(int Top, int Left, int Side);
