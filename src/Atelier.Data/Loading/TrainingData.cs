namespace Atelier.Data;

/// <summary>The data that a learner trains and validates on.</summary>
/// <param name="Training">Shuffled, and usually augmented.</param>
/// <param name="Validation">In a fixed order, not augmented; null for none.</param>
public sealed record TrainingData(IBatchSource Training, IBatchSource? Validation)
{
    /// <summary>The names of the classes by index; empty if there are none.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Makes the same data at another image size, in pixels per side; null if that has no meaning.</summary>
    public Func<int, TrainingData>? Resize { get; init; }

    /// <summary>Opens a data set of images, splits it, and makes batches of it.</summary>
    /// <param name="path">A folder, a .tar or a .csv file, as for <see cref="ImageCollection.Open"/>.</param>
    /// <param name="options">The defaults if null.</param>
    /// <exception cref="DataSetException">It cannot be used.</exception>
    public static TrainingData FromImages(string path, ImageDataOptions? options = null)
    {
        options ??= new();
        return FromImages(ImageCollection.Open(path, options.Collection), options);
    }

    /// <summary>Splits a collection by its folders, or else by ratio, and makes batches of it.</summary>
    /// <param name="images">The collection.</param>
    /// <param name="options">The defaults if null.</param>
    public static TrainingData FromImages(ImageCollection images, ImageDataOptions? options = null)
    {
        options ??= new();
        return FromImages(images, DataSplit.Random(images, options.ValidationPart, options.Seed), options);
    }

    /// <summary>Makes batches of a collection that is already split. All image sizes share one cache.</summary>
    /// <param name="images">The collection.</param>
    /// <param name="split">Which of them train, and which validate.</param>
    /// <param name="options">The defaults if null.</param>
    /// <exception cref="ArgumentException">Reweighing is asked for, and the images have no attribute.</exception>
    public static TrainingData FromImages(ImageCollection images, DataSplit split, ImageDataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(split);
        options ??= new();
        return FromImages(new PixelCache(images, options.CacheBytes), split, options with
        {
            SampleWeight = options.SampleWeight ?? (options.Balancing is Balancing.Reweigh ? GroupReweighing.Fit(images, split.Training).WeightOf : null),
            DrawGroup = options.DrawGroup ?? (options.Balancing is Balancing.Draw ? ImageGroups.From(images) : null),
        });
    }

    private static TrainingData FromImages(PixelCache cache, DataSplit split, ImageDataOptions options) =>
        new(
            new ImageBatches(cache, split.Training, isTraining: true, options),
            split.Validation.Count > 0 ? new ImageBatches(cache, split.Validation, isTraining: false, options) : null)
        {
            Classes = cache.Images.Classes,
            Resize = size => FromImages(cache, split, options with { ImageSize = size }),
        };
}
