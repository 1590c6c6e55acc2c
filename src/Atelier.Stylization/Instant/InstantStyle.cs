using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>What an <see cref="InstantStylizer"/> knows of paintings: enough to paint any number of photos after them, at one size.</summary>
public sealed class InstantStyle : IDisposable
{
    /// <param name="request">What is painted.</param>
    /// <param name="sizes">By size, from the smallest; empty where they depend on the photo.</param>
    /// <param name="paintings">As large as they are looked at, where they are looked at beside each photo; with how much each counts.</param>
    internal InstantStyle(StylizationRequest request, IReadOnlyList<StageStyle> sizes, IReadOnlyList<(Tensor Image, double Share)> paintings)
    {
        (Request, Sizes, Paintings) = (request, sizes, paintings);
        foreach (var tensor in Tensors)
            tensor.DetachFromDisposeScope();
    }

    /// <summary>What is painted: the size, the colors, and the rest.</summary>
    public StylizationRequest Request { get; }

    internal IReadOnlyList<StageStyle> Sizes { get; }

    internal IReadOnlyList<(Tensor Image, double Share)> Paintings { get; }

    private IEnumerable<Tensor> Tensors => Sizes.SelectMany(size => size.Tensors).Concat(Paintings.Select(painting => painting.Image));

    /// <summary>A style between others: in no time, as the paintings are not looked at again.</summary>
    /// <param name="styles">For the same size, colors and strokes; they stay as they are.</param>
    /// <param name="shares">How much each counts: one number of 0 or more for each, not all 0.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="StylizationException">There are more or fewer shares than styles.</exception>
    public static InstantStyle Blend(IReadOnlyList<InstantStyle> styles, IReadOnlyList<double> shares)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var parts = StylizationInputs.Shares(styles[0].Request with { Blend = shares }, styles.Count);
        return new(
            styles[0].Request,
            [.. styles[0].Sizes.Select((_, size) => StageStyle.Mix([.. styles.Select(style => style.Sizes[size])], parts))],
            [.. styles.Zip(parts).SelectMany(pair => pair.First.Paintings.Select(painting => (painting.Image.clone(), painting.Share * pair.Second)))]);
    }

    /// <summary>Frees its memory.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
            tensor.Dispose();
    }
}
