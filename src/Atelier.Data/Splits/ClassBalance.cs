namespace Atelier.Data;

/// <summary>How many images each class has.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Id">What the data set calls it: the WordNet id, or the name again.</param>
/// <param name="Training">Images that train.</param>
/// <param name="Validation">Images that validate.</param>
public sealed record ClassCount(string Class, string Id, int Training, int Validation);

/// <summary>Whether a data set has as much of one class as of another.</summary>
/// <param name="Classes">By class index.</param>
public sealed record ClassBalance(IReadOnlyList<ClassCount> Classes)
{
    /// <summary>The largest class's training images over the smallest's: 1 for a balanced set, infinite where a class has none.</summary>
    public double Imbalance => Classes.Max(count => count.Training) / (double)Classes.Min(count => count.Training);

    /// <summary>Counts the images of a split.</summary>
    public static ClassBalance Count(ImageCollection images, DataSplit split)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(split);
        int[] Count(IReadOnlyList<int> chosen)
        {
            var counts = new int[images.Classes.Count];
            foreach (var image in chosen)
                counts[images.Images[image].Class]++;
            return counts;
        }
        var (training, validation) = (Count(split.Training), Count(split.Validation));
        return new([.. images.Classes.Select((name, i) => new ClassCount(name, images.ClassIds[i], training[i], validation[i]))]);
    }
}
