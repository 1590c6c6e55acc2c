using Atelier.Data;

namespace Atelier.Runs;

/// <summary>How good a model is for some of the images.</summary>
/// <param name="Kind">What they have in common: <c>class</c>, or the attribute's name.</param>
/// <param name="Name">The class, or the attribute's value; null if it is missing.</param>
/// <param name="Images">How many there are.</param>
/// <param name="Right">How many were predicted right.</param>
internal sealed record CardGroup(string Kind, string? Name, int Images, int Right)
{
    private const double Normal95 = 1.959963984540054;

    /// <summary>The share that was right; NaN if there are no images.</summary>
    public double Accuracy => (double)Right / Images;

    /// <summary>The 95% confidence interval of the accuracy (Wilson 1927).</summary>
    public (double Low, double High) Interval()
    {
        var (n, z2) = ((double)Images, Normal95 * Normal95);
        var center = (Right + z2 / 2) / (n + z2);
        var half = Normal95 / (n + z2) * Math.Sqrt(Right * (n - Right) / n + z2 / 4);
        return (Math.Max(0, center - half), Math.Min(1, center + half));
    }

    /// <summary>Counts predictions by class and by the attribute's value, each in its order; those without a value come last.</summary>
    /// <param name="images">The collection.</param>
    /// <param name="predictions">The index of an image, and of its predicted class.</param>
    public static IReadOnlyList<CardGroup> Count(ImageCollection images, IReadOnlyCollection<(int Image, int Predicted)> predictions)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(predictions);
        var judged = predictions.Select(prediction => (Image: images.Images[prediction.Image], IsRight: images.Images[prediction.Image].Class == prediction.Predicted)).ToList();
        var byClass = judged.GroupBy(entry => entry.Image.Class).OrderBy(group => group.Key)
            .Select(group => new CardGroup("class", images.Classes[group.Key], group.Count(), group.Count(entry => entry.IsRight)));
        if (images.Attribute is not { } attribute)
            return [.. byClass];
        var byValue = judged.GroupBy(entry => entry.Image.Attribute).OrderBy(group => group.Key ?? int.MaxValue)
            .Select(group => new CardGroup(attribute, group.Key is { } value ? images.AttributeValues[value] : null, group.Count(), group.Count(entry => entry.IsRight)));
        return [.. byClass, .. byValue];
    }
}
