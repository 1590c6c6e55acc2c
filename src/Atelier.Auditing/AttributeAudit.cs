using System.Text.Json.Serialization;

namespace Atelier.Auditing;

/// <summary>What predictions do to the groups of one attribute.</summary>
public sealed record AttributeAudit
{
    /// <summary>The attribute's name.</summary>
    public required string Attribute { get; init; }

    /// <summary>The answer in a few words, for people who know no statistics.</summary>
    public string Headline => AmplificationSummary.Headline(MeanAmplification);

    /// <summary>The number behind the answer, in words; empty if there is none.</summary>
    public string Detail => AmplificationSummary.Detail(MeanAmplification, Options.Confidence);

    /// <summary>Rows whose group is known.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows whose group is unknown; no figure counts them.</summary>
    public required long MissingRows { get; init; }

    /// <summary>Whether there is training data to compare with; if not, the truth of the predicted rows takes its place.</summary>
    public required bool HasTraining { get; init; }

    /// <summary>Mean bias amplification (Zhao et al.): above 0, the model is more skewed than its data.</summary>
    public required Estimate? MeanAmplification { get; init; }

    /// <summary>How many labels the mean is taken over: those with both training rows and predictions.</summary>
    public required int LabelsCompared { get; init; }

    /// <summary>How many labels have a group whose share is off by more than the margin.</summary>
    public required int Violations { get; init; }

    /// <summary>How many of those have an interval that lies entirely outside the margin.</summary>
    public required int ClearViolations { get; init; }

    /// <summary>Directional amplification (Wang and Russakovsky), attribute to task.</summary>
    public required Estimate? AttributeToTask { get; init; }

    /// <summary>Directional amplification, task to attribute; null if no group was predicted.</summary>
    public required Estimate? TaskToAttribute { get; init; }

    /// <summary>The part of the rows that is predicted correctly; if a row has several labels, all of them must be.</summary>
    public required Estimate? Accuracy { get; init; }

    /// <summary>The largest accuracy of a group minus the smallest.</summary>
    public required Estimate? AccuracyDifference { get; init; }

    /// <summary>The groups, by name.</summary>
    public required IReadOnlyList<GroupAudit> Groups { get; init; }

    /// <summary>The labels, most amplified first; those that are uncertain or cannot be compared come last.</summary>
    public required IReadOnlyList<LabelAudit> Labels { get; init; }

    /// <summary>What to know before trusting the figures, one sentence each.</summary>
    public required IReadOnlyList<string> Caveats { get; init; }

    /// <summary>The options of the audit.</summary>
    [JsonIgnore]
    public AuditOptions Options { get; init; } = new();

    /// <summary>Audits one attribute.</summary>
    /// <param name="predictions">Truth and predictions.</param>
    /// <param name="training">The data that the model learned from; if null, the truth of the predicted rows takes its place.</param>
    /// <param name="options">Margin and intervals; the defaults if null.</param>
    /// <param name="stop">Stops between labels.</param>
    /// <returns>Figures with intervals; the same seed gives the same intervals.</returns>
    /// <exception cref="ArgumentException">Fewer than two groups have rows, so there is nothing to compare.</exception>
    public static AttributeAudit Compute(Contingency predictions, Contingency? training = null, AuditOptions? options = null, CancellationToken stop = default) =>
        new Auditor(options).Audit(predictions, training, stop);

    /// <summary>Writes the audit as a page for people: one HTML file that needs no other.</summary>
    /// <param name="path">The HTML file.</param>
    /// <param name="source">What was audited, such as a file's name.</param>
    public void WriteReport(string path, string source) => WriteReport(path, source, [this]);

    /// <summary>Writes the audits of several attributes as one page.</summary>
    /// <param name="path">The HTML file.</param>
    /// <param name="source">What was audited, such as a file's name.</param>
    /// <param name="audits">One for each attribute, at least one.</param>
    public static void WriteReport(string path, string source, IReadOnlyList<AttributeAudit> audits) =>
        ReportPage.Write(path, source, [.. audits.Select(AuditReport.Section)]);
}

/// <summary>One group over all labels.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Rows">Its rows among the predictions.</param>
/// <param name="TrainingRows">Its rows in the training data.</param>
/// <param name="Accuracy">The part of its rows that is predicted correctly; if a row has several labels, all of them must be.</param>
public sealed record GroupAudit(string Group, long Rows, long TrainingRows, Estimate? Accuracy);
