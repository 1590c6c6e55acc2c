namespace Atelier.Data;

/// <summary>Weights that make class and attribute independent: W(g,y) = n_y n_g / (n n_gy), for an image of class y with the attribute's value g.</summary>
/// <remarks>
/// Kamiran and Calders, "Data preprocessing techniques for classification without discrimination", 2012. If every
/// class has every value, the weights have mean 1, and each class and each value weighs as much as it has images. Images without the
/// attribute are not counted, and weigh 1.
/// </remarks>
internal sealed class GroupReweighing
{
    private readonly Dictionary<(int Class, int Value), double> _weights;

    private GroupReweighing(Dictionary<(int Class, int Value), double> weights) => _weights = weights;

    /// <summary>Computes the weights.</summary>
    /// <param name="images">A collection with an attribute.</param>
    /// <param name="training">Indices of the training images.</param>
    /// <exception cref="ArgumentException">The collection has no attribute.</exception>
    public static GroupReweighing Fit(ImageCollection images, IReadOnlyList<int> training)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(training);
        if (images.Attribute is null)
            throw new ArgumentException("Reweighing needs images with an attribute.", nameof(images));
        var chosen = training.Select(index => images.Images[index]).Where(image => image.Attribute is not null).ToList();
        var classes = chosen.CountBy(image => image.Class).ToDictionary();
        var values = chosen.CountBy(image => image.Attribute!.Value).ToDictionary();
        return new(chosen.CountBy(image => (image.Class, image.Attribute!.Value)).ToDictionary(
            group => group.Key,
            group => classes[group.Key.Class] * (double)values[group.Key.Value] / ((double)chosen.Count * group.Value)));
    }

    /// <summary>An image's weight.</summary>
    /// <exception cref="KeyNotFoundException">There is no training image of its class with its value of the attribute.</exception>
    public double WeightOf(LabeledImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Attribute is { } value ? _weights[(image.Class, value)] : 1;
    }
}
