using Atelier.Auditing;
using Atelier.Core;
using Atelier.Data;

namespace Atelier.Runs;

/// <summary>Which images a run's model is audited on, and how.</summary>
public sealed record RunAuditOptions
{
    /// <summary>Which of the run's models; the last by default.</summary>
    public RunModel Model { get; init; }

    /// <summary>Labeled images: a folder, a .tar or a .csv; null, the default, for those the run was validated with.</summary>
    public string? Data { get; init; }

    /// <summary>A CSV file that labels the images of <see cref="Data"/>; null, the default, if folders do.</summary>
    public string? Labels { get; init; }

    /// <summary>A CSV file with an attribute of the images; null, the default, for the run's own.</summary>
    public string? Attributes { get; init; }

    /// <summary>The header of the attribute's column; null, the default, for the run's own or, with a file of attributes, its only one.</summary>
    public string? Attribute { get; init; }

    /// <summary>Margin, intervals, and how many rows are enough.</summary>
    public AuditOptions Statistics { get; init; } = new();

    /// <summary>Device and threads; null, the default, for the CPU and the current number of threads.</summary>
    public ComputeSettings? Compute { get; init; }
}

/// <summary>An audit of a run's model, as <c>atelier audit run</c> makes it: whether the model is more biased than the data it learned from.</summary>
public sealed class RunAudit
{
    private readonly RunFolder _run;
    private readonly LabeledPredictions _predictions;
    private readonly IReadOnlyList<string> _classes;

    private RunAudit(RunFolder run, IReadOnlyList<string> classes, LabeledPredictions predictions, AttributeAudit audit) =>
        (_run, _classes, _predictions, Attribute) = (run, classes, predictions, audit);

    /// <summary>The audit by the images' attribute.</summary>
    public AttributeAudit Attribute { get; }

    /// <summary>The path of the images.</summary>
    public string Data => _predictions.Images.Path;

    /// <summary>How many images there were.</summary>
    public int Images => _predictions.Rows.Count;

    /// <summary>Why images could not be read, a sentence each; they are not counted in any figure.</summary>
    public IReadOnlyList<string> Problems => [.. _predictions.Problems];

    /// <summary>Shows the model labeled images and audits its predictions.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="options">Model, images, statistics; the defaults if null.</param>
    /// <param name="progress">Told after each image how many are done, out of how many; null for nobody.</param>
    /// <param name="stop">Ends the audit.</param>
    /// <exception cref="ArgumentException">The images have no attribute, or the options contradict each other.</exception>
    /// <exception cref="Core.AtelierException">The run has no such model or no validation images, or its data has changed.</exception>
    /// <exception cref="DataSetException">The data cannot be used.</exception>
    /// <exception cref="AuditException">The attribute has fewer than two values: there is nothing to compare.</exception>
    public static RunAudit Create(string folder, RunAuditOptions? options = null, IProgress<(int Done, int Total)>? progress = null, CancellationToken stop = default)
    {
        options ??= new();
        var run = new RunFolder(folder);
        var description = run.Read();
        var (model, images) = (TrainedModel.FromRun(folder, options.Model), Open(run, description, options));
        if (images.Images.Attribute is null)
            throw new ArgumentException("An audit compares groups: name the file with the images' attributes (--attributes).", nameof(options));
        var predictions = LabeledPredictions.Create(model, images, options.Compute, progress, stop);
        var audit = AuditOf(predictions, images, options.Statistics, stop);
        return new(run, description.Classes, predictions, audit);
    }

    /// <summary>Writes the audit as a page for people: one HTML file.</summary>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    public void WriteReport(string path) => Attribute.WriteReport(path, _run.Name);

    /// <summary>Writes a CSV table: image, label, prediction, attribute, and the logarithm of each class's probability under its name, as <c>atelier audit calibrate</c> reads it.</summary>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    public void WritePredictions(string path) => _predictions.Write(path, _classes);

    internal static AttributeAudit AuditOf(LabeledPredictions predictions, EvaluationImages images, AuditOptions statistics, CancellationToken stop) =>
        AuditException.Naming(images.Images.Path, () => AttributeAudit.Compute(predictions.Count(), images.CountTraining(), statistics, stop));

    private static EvaluationImages Open(RunFolder folder, RunDescription run, RunAuditOptions options)
    {
        if (options.Data is { } other)
        {
            var images = ImageCollection.Open(other, new() { LabelFile = options.Labels, AttributeFile = options.Attributes, AttributeColumn = options.Attribute });
            return new(images, [.. Enumerable.Range(0, images.Images.Count)]);
        }
        if (options.Labels is not null)
            throw new ArgumentException("A file of labels is for other images: name those too, or leave it out, since the run knows its own labels.", nameof(options));
        var own = EvaluationImages.OfRun(folder, run, options.Attributes, options.Attribute);
        return own.Indices.Count > 0 ? own : throw new RunException(folder.Path, "was trained without validation images; name other images to audit it on.");
    }
}
