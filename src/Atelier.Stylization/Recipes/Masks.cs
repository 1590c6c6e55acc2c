using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>What of the photo and of each painting counts: what can be seen of it, within its regions.</summary>
/// <param name="Regions">Of the caller; null where there are none.</param>
/// <param name="Photo">The photo's transparency, [1,1,H,W]; null where it is opaque.</param>
/// <param name="Paintings">Likewise for each painting.</param>
internal sealed record Masks(Regions? Regions, Tensor? Photo, IReadOnlyList<Tensor?> Paintings)
{
    // Of all places: less is nothing that one could see.
    private const double LeastShare = 1e-4;

    /// <summary>All counts.</summary>
    public static Masks None { get; } = new(null, null, []);

    /// <summary>All tensors in it.</summary>
    public IEnumerable<Tensor> Tensors => [.. Regions?.Tensors ?? [], .. Photo is null ? [] : (Tensor[])[Photo], .. Paintings.OfType<Tensor>()];

    /// <summary>Whether any place counts less than others.</summary>
    public bool Any => Regions is not null || Photo is not null || Paintings.Any(alpha => alpha is not null);

    /// <summary>Refuses what does not fit, and pictures of which nothing can be seen.</summary>
    /// <exception cref="StylizationException">There are more or fewer masks than paintings, or one is empty or of other proportions.</exception>
    public void Check(Tensor photo, IReadOnlyList<Tensor> paintings)
    {
        if (Photo is not null && IsEmpty(Photo))
            throw new StylizationException("The photo is transparent everywhere: there is nothing to paint.");
        if (Paintings.Index().FirstOrDefault(of => of.Item is not null && IsEmpty(of.Item)) is { Item: not null, Index: var index })
            throw new StylizationException($"Painting {index + 1} is transparent everywhere: there is nothing to paint after.");
        Regions?.Check(photo, paintings);
    }

    /// <summary>How much each place of the photo counts for a painting, [1,1,H,W] in the caller's scope; null where all do.</summary>
    public Tensor? OnPhoto(int painting, long height, long width) => Both(Regions?.Photo.ElementAtOrDefault(painting), Photo, height, width);

    /// <summary>How much each place of a painting counts, likewise.</summary>
    public Tensor? OnPainting(int painting, long height, long width) =>
        Both(Regions?.Paintings.ElementAtOrDefault(painting), Paintings.ElementAtOrDefault(painting), height, width);

    private static bool IsEmpty(Tensor alpha) => !(PlaceWeights.SumOf(alpha) / alpha.numel() > LeastShare);

    private static Tensor? Both(Tensor? one, Tensor? other, long height, long width)
    {
        if (one is null || other is null)
            return (one ?? other) is { } mask ? Regions.At(mask, height, width) : null;
        using var scope = NewDisposeScope();
        return (Regions.At(one, height, width) * Regions.At(other, height, width)).MoveToOuterDisposeScope();
    }
}
