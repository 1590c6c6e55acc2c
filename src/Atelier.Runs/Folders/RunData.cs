using Atelier.Data;

namespace Atelier.Runs;

/// <summary>The data set of a run, open and split.</summary>
/// <param name="Images">All images.</param>
/// <param name="Split">Which of them train, and which validate.</param>
/// <param name="Data">Batches of them.</param>
public sealed record RunData(ImageCollection Images, DataSplit Split, TrainingData Data)
{
    /// <summary>How many images each class has.</summary>
    public ClassBalance Balance => ClassBalance.Count(Images, Split);

    /// <summary>How the attribute is spread over the classes; null where there is none.</summary>
    public GroupBalance? Groups => GroupBalance.Count(Images, Split);

    /// <summary>Opens the data set that a description names.</summary>
    /// <param name="description">What to open, and how to vary it.</param>
    /// <param name="normalization">What the network expects.</param>
    /// <exception cref="DataSetException">It cannot be used.</exception>
    public static RunData Open(RunDescription description, Normalization normalization)
    {
        ArgumentNullException.ThrowIfNull(description);
        var images = ImageCollection.Open(description.Data, new()
        {
            Corrupt = description.SkipCorrupt ? CorruptFiles.Skip : CorruptFiles.Refuse,
            LabelFile = description.Labels,
            AttributeFile = description.Attributes,
            AttributeColumn = description.Attribute,
        });
        var split = DataSplit.Random(images, description.ValidRatio, description.Seed);
        return new(images, split, ImageData.From(images, split, new()
        {
            ImageSize = description.ImageSize,
            BatchSize = description.BatchSize,
            Seed = description.Seed,
            Augmentation = description.Augmentation == "none" ? Augmentation.None : Augmentation.Standard,
            Normalization = normalization,
            ChannelsLast = true,
            SampleWeight = description.Balancing is Balancing.Reweigh ? GroupReweighing.Fit(images, split.Training).WeightOf : null,
            DrawGroup = description.Balancing is Balancing.Draw ? ImageGroups.From(images) : null,
        }));
    }

    /// <summary>The description with what the data set says of itself.</summary>
    public RunDescription Describe(RunDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return description with { Classes = Images.Classes, TrainingImages = Split.Training.Count, ValidationImages = Split.Validation.Count };
    }

    /// <summary>Refuses data that is not what a run began with.</summary>
    /// <exception cref="RunException">Classes or counts differ.</exception>
    public void CheckAgainst(RunDescription description, string run)
    {
        ArgumentNullException.ThrowIfNull(description);
        if (!Images.Classes.SequenceEqual(description.Classes, StringComparer.Ordinal))
            throw new RunException(run, $"began with other classes than {Images.Path} has now; put the data back, or begin anew.");
        if ((Split.Training.Count, Split.Validation.Count) != (description.TrainingImages, description.ValidationImages))
            throw new RunException(
                run,
                $"began with {description.TrainingImages} training and {description.ValidationImages} validation images, but {Images.Path} has {Split.Training.Count} and {Split.Validation.Count} now; put the data back, or begin anew.");
    }
}
