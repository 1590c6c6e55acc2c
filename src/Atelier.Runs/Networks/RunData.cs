using Atelier.Data;
using Atelier.Models;

namespace Atelier.Runs;

/// <summary>The data set of a run, open and split.</summary>
/// <param name="Images">All images.</param>
/// <param name="Split">Which of them train and which validate.</param>
/// <param name="Data">Batches of them, as the network expects.</param>
internal sealed record RunData(ImageCollection Images, DataSplit Split, TrainingData Data)
{
    /// <summary>How many images each class has and, if they have an attribute, each class with each of its values.</summary>
    public ImageBalance Balance => ImageBalance.Count(Images, Split);

    /// <summary>Identifies the images, their classes and the split: a run continues only with the same.</summary>
    public string Digest
    {
        get
        {
            using var digest = new SampleDigest();
            Images.AddTo(digest, Split.Training);
            return Images.AddTo(digest.Add("validation"), Split.Validation).Finish();
        }
    }

    /// <summary>Opens a data set for a network.</summary>
    /// <param name="path">A folder, a .tar or a .csv file.</param>
    /// <param name="network">Its name in the catalog, which decides the normalization and the image size.</param>
    /// <param name="options">Labels, attribute, split, batches, augmentation, balancing.</param>
    /// <exception cref="DataSetException">It cannot be used.</exception>
    /// <exception cref="ArgumentException">The options do not fit the network, or each other.</exception>
    public static RunData Open(string path, string network, TrainOptions options)
    {
        if (options is { Balancing: Balancing.Reweigh, Attributes: null, Attribute: null })
            throw new ArgumentException("Reweighing needs an attribute: name its file, or its column in the file of labels.", nameof(options));
        var size = RunNetwork.SizeFor(network, options.ImageSize);
        var images = ImageCollection.Open(path, new()
        {
            SkipCorrupt = options.SkipCorrupt,
            LabelFile = options.Labels,
            LabelColumn = options.LabelColumn,
            FileColumn = options.FileColumn,
            AttributeFile = options.Attributes,
            AttributeColumn = options.Attribute,
        });
        var split = DataSplit.Random(images, options.ValidationPart, options.Compute.Seed);
        return new(images, split, TrainingData.FromImages(images, split, new()
        {
            ImageSize = size,
            BatchSize = options.BatchSize,
            Seed = options.Compute.Seed,
            Augmentation = options.Augment ? Augmentation.Standard : Augmentation.None,
            Normalization = RunNetwork.NormalizationOf(NetworkCatalog.Find(network).Preprocessing.Normalization),
            ChannelsLast = true,
            Balancing = options.Balancing,
        }));
    }

    /// <summary>The data set of a run, which must be what the run started with.</summary>
    /// <exception cref="DataSetException">It cannot be used.</exception>
    /// <exception cref="Core.AtelierException">Classes, counts or images differ.</exception>
    public static RunData OfRun(RunFolder folder, RunDescription run)
    {
        var data = Open(run.Data, run.Network, run.Options);
        if (!data.Images.Classes.SequenceEqual(run.Classes, StringComparer.Ordinal))
            throw new RunException(folder.Path, $"started with different classes than {data.Images.Path} has now; restore the data, or start a new run.");
        if ((data.Split.Training.Count, data.Split.Validation.Count) != (run.TrainingImages, run.ValidationImages))
            throw new RunException(
                folder.Path,
                $"started with {run.TrainingImages} training and {run.ValidationImages} validation images, but {data.Images.Path} has {data.Split.Training.Count} and {data.Split.Validation.Count} now; restore the data, or start a new run.");
        if (data.Digest != run.DataDigest)
            throw new RunException(
                folder.Path,
                $"started with other images than {data.Images.Path} has now: some were renamed, replaced, or moved to another class; restore the data, or start a new run.");
        return data;
    }
}
