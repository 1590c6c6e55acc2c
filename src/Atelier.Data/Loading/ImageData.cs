namespace Atelier.Data;

/// <summary>A data set of images, ready to be learned from.</summary>
public static class ImageData
{
    /// <summary>Opens a data set, splits it, and makes batches of it.</summary>
    /// <param name="path">A folder, a .tar or a .csv file, as <see cref="ImageCollection.Open"/> takes it.</param>
    /// <param name="options">The defaults if null.</param>
    /// <exception cref="DataSetException">It cannot be used.</exception>
    public static TrainingData Load(string path, ImageDataOptions? options = null)
    {
        options ??= new();
        return From(ImageCollection.Open(path, options.Collection), options);
    }

    /// <summary>Splits a collection by its folders, else by ratio, and makes batches of it.</summary>
    public static TrainingData From(ImageCollection images, ImageDataOptions? options = null)
    {
        options ??= new();
        return From(images, DataSplit.Random(images, options.ValidationPart, options.Seed), options);
    }

    /// <summary>Makes batches of a collection that is split.</summary>
    /// <remarks>All image sizes share one cache.</remarks>
    public static TrainingData From(ImageCollection images, DataSplit split, ImageDataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(split);
        options ??= new();
        return From(new PixelCache(images, options.CacheBytes), split, options);
    }

    private static TrainingData From(PixelCache cache, DataSplit split, ImageDataOptions options) =>
        new(
            new ImageBatches(cache, split.Training, isTraining: true, options),
            split.Validation.Count > 0 ? new ImageBatches(cache, split.Validation, isTraining: false, options) : null)
        {
            Classes = cache.Images.Classes,
            Resize = size => From(cache, split, options with { ImageSize = size }),
        };
}
