using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>What is known of a picture; it owns its tensors.</summary>
internal abstract record KnownPicture : IDisposable
{
    private readonly List<Tensor> _tensors;

    /// <param name="tensors">All that are known.</param>
    protected KnownPicture(IEnumerable<Tensor> tensors)
    {
        _tensors = [.. tensors];
        foreach (var tensor in _tensors)
            tensor.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors)
            tensor.Dispose();
    }
}

/// <summary>What is known of a photo: how the stages see it, from the first to the one that learns, and how the teacher does, whole and halved.</summary>
/// <param name="Sights">By stage.</param>
/// <param name="Judged">The photo, and halved.</param>
internal sealed record KnownPhoto(IReadOnlyList<InstantSight> Sights, IReadOnlyList<Look> Judged)
    : KnownPicture([.. Sights.SelectMany(sight => sight.Tensors), .. Judged.SelectMany(look => look.Tensors)])
{
    /// <summary>Looks at a photo.</summary>
    public static KnownPhoto Of(FeatureEncoder encoder, StyleTeacher teacher, StageRecipe recipe, Tensor photo)
    {
        using var scope = NewDisposeScope();
        return new(
            [.. InstantNetwork.Sizes(photo, recipe.Index + 1).Select((image, stage) => InstantSight.Of(encoder, stage, image))],
            [.. recipe.Judged(photo).Select((image, index) => teacher.See(image, content: index == 0))]);
    }
}

/// <summary>What is known of a painting: its style, by stage, and how the teacher sees it, whole and halved.</summary>
/// <param name="Styles">By stage.</param>
/// <param name="Judged">The painting, and halved.</param>
internal sealed record KnownPainting(IReadOnlyList<StageStyle> Styles, IReadOnlyList<Look> Judged)
    : KnownPicture([.. Styles.SelectMany(style => style.Tensors), .. Judged.SelectMany(look => look.Tensors)])
{
    /// <summary>Looks at a painting.</summary>
    public static KnownPainting Of(FeatureEncoder encoder, StyleTeacher teacher, StageRecipe recipe, Tensor painting)
    {
        using var scope = NewDisposeScope();
        return new(
            [.. InstantNetwork.Sizes(painting, recipe.Index + 1).Select((image, stage) => StageStyle.Of(encoder, stage, image))],
            [.. recipe.Judged(painting).Select(image => teacher.See(image, content: false))]);
    }
}
