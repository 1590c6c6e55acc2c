using System.Globalization;
using Atelier.Auditing;
using Atelier.Core;
using Atelier.Data;
using CsvHelper;

namespace Atelier.Runs;

/// <summary>A model's predictions for labeled images.</summary>
/// <param name="Images">The collection of the images.</param>
/// <param name="Rows">The index of each image, and its prediction.</param>
internal sealed record LabeledPredictions(ImageCollection Images, IReadOnlyList<(int Image, ImagePrediction Prediction)> Rows)
{
    // Where float32 rounds a probability to 0, its score must still be finite.
    private const double LeastProbability = 1e-12;

    /// <summary>Runs a model over images.</summary>
    public static LabeledPredictions Create(
        TrainedModel model, EvaluationImages images, ComputeSettings? compute, IProgress<(int Done, int Total)>? progress, CancellationToken stop)
    {
        using var classifier = model.Load(compute);
        List<(int, ImagePrediction)> rows = [];
        foreach (var (image, prediction) in images.Indices.Zip(classifier.Predict(images.Images, images.Indices, model.Classes.Count, stop)))
        {
            rows.Add((image, prediction));
            progress?.Report((rows.Count, images.Indices.Count));
        }
        return new(images.Images, rows);
    }

    /// <summary>Images that were read.</summary>
    public IEnumerable<(LabeledImage Image, ImagePrediction Prediction)> Read =>
        Rows.Where(row => row.Prediction.Problem is null).Select(row => (Images.Images[row.Image], row.Prediction));

    /// <summary>Why images could not be read, a sentence each.</summary>
    public IEnumerable<string> Problems => Rows.Select(row => row.Prediction.Problem).OfType<string>();

    /// <summary>The index of each image that was read, and of its predicted class.</summary>
    public IReadOnlyList<(int Image, int Predicted)> Predicted(IReadOnlyList<string> classes)
    {
        var numbers = classes.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        return [.. Rows.Where(row => row.Prediction.Problem is null).Select(row => (row.Image, numbers[row.Prediction.Classes[0].Class]))];
    }

    /// <summary>The share that was right, under its metric name; empty if nothing was read.</summary>
    public IReadOnlyDictionary<string, double> Accuracy()
    {
        var right = Read.Select(row => Images.Classes[row.Image.Class] == row.Prediction.Classes[0].Class ? 1.0 : 0).ToList();
        return right.Count > 0 ? new Dictionary<string, double>(StringComparer.Ordinal) { ["accuracy"] = right.Average() } : [];
    }

    /// <summary>Label, prediction and group, counted.</summary>
    public Contingency Count()
    {
        var counts = new Contingency(Images.Attribute!);
        foreach (var (image, prediction) in Read)
            counts.Add(Images.Classes[image.Class], prediction.Classes[0].Class, ValueOf(image));
        return counts;
    }

    /// <summary>Label and group of images without predictions, counted.</summary>
    public static Contingency Count(ImageCollection images, IEnumerable<int> chosen)
    {
        var counts = new Contingency(images.Attribute!);
        foreach (var image in chosen.Select(index => images.Images[index]))
            counts.Add(images.Classes[image.Class], ValueOf(images, image));
        return counts;
    }

    /// <summary>Writes image, label, prediction and attribute, and the logarithm of each class's probability under its name, as <c>atelier audit calibrate</c> expects it.</summary>
    public void Write(string path, IReadOnlyList<string> classes) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, new(), leaveOpen: true);
        csv.WriteHeader(["image", "label", "prediction", .. Images.Attribute is { } attribute ? (string[])[attribute] : [], .. classes]);
        foreach (var (image, prediction) in Read)
        {
            var scores = prediction.Classes.ToDictionary(found => found.Class, found => Math.Log(Math.Max(found.Probability, LeastProbability)), StringComparer.Ordinal);
            csv.WriteRecord(
            [
                image.Name,
                Images.Classes[image.Class],
                prediction.Classes[0].Class,
                .. Images.Attribute is null ? (string[])[] : [ValueOf(image) ?? ""],
                .. classes.Select(name => scores[name].ToString("G9", CultureInfo.InvariantCulture)),
            ]);
        }
    });

    private string? ValueOf(LabeledImage image) => ValueOf(Images, image);

    private static string? ValueOf(ImageCollection images, LabeledImage image) => image.Attribute is { } value ? images.AttributeValues[value] : null;
}
