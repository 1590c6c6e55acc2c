using System.Globalization;
using Atelier.Core;
using CsvHelper;

namespace Atelier.Auditing;

/// <summary>The outcome of a calibration.</summary>
public sealed record Calibration
{
    /// <summary>Whether every constraint holds.</summary>
    public required bool Converged { get; init; }

    /// <summary>The labels whose constraints do not hold.</summary>
    public required IReadOnlyList<string> Unsatisfied { get; init; }

    /// <summary>The iterations; the first is before any calibration.</summary>
    public required IReadOnlyList<CalibrationStep> Steps { get; init; }

    /// <summary>What is added to a label's score for an example of a group, by label and group.</summary>
    public required double[][] Offsets { get; init; }

    /// <summary>The predicted label of each example before, as its index in the labels of <see cref="Scores"/>.</summary>
    public required IReadOnlyList<int> Before { get; init; }

    /// <summary>The predicted label of each example after.</summary>
    public required IReadOnlyList<int> After { get; init; }

    /// <summary>The audit before calibration, with accuracy.</summary>
    public required AttributeAudit AuditBefore { get; init; }

    /// <summary>The audit after calibration, with accuracy.</summary>
    public required AttributeAudit AuditAfter { get; init; }

    /// <summary>The scores that were calibrated.</summary>
    public required ScoreTable Scores { get; init; }

    /// <summary>
    /// Reduces bias amplification (RBA, Zhao et al. 2017): shifts scores until each group's share of the predictions of a label
    /// matches the training data, within a margin. These are constraints on the whole set of predictions, solved by Lagrangian
    /// relaxation. Departs from the paper: violations are shares and not counts, so that one step size suits labels of any size;
    /// the step shrinks when it no longer helps; and the target is a tenth of the margin inside it.
    /// </summary>
    /// <param name="scores">Scores, with at least two groups.</param>
    /// <param name="training">Data whose shares to match; if null, the truth of the examples.</param>
    /// <param name="options">Margin and steps; the defaults if null.</param>
    /// <param name="stop">Stops between iterations.</param>
    /// <exception cref="ArgumentException">Fewer than two groups have examples.</exception>
    public static Calibration Fit(ScoreTable scores, Contingency? training = null, CalibrationOptions? options = null, CancellationToken stop = default) =>
        new Calibrator(options).Run(scores, training, stop);

    /// <summary>Writes a CSV table: row, group, label, prediction, calibrated prediction.</summary>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    public void WritePredictions(string path) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, new(), leaveOpen: true);
        csv.WriteHeader("row", Scores.Attribute, "label", "prediction", "calibrated");
        foreach (var (at, example) in Scores.Examples.Index())
            csv.WriteRecord(
                (at + 1).ToString(CultureInfo.InvariantCulture),
                example.Group < 0 ? "" : Scores.Groups[example.Group],
                Scores.Labels[example.Label],
                Scores.Labels[Before[at]],
                Scores.Labels[After[at]]);
    });
}

/// <summary>One iteration.</summary>
/// <param name="Violations">Constraints that did not hold: a group's share above, or below, what the margin allows.</param>
/// <param name="Worst">The largest excess over the margin.</param>
/// <param name="Accuracy">The part of the examples that was predicted correctly.</param>
public readonly record struct CalibrationStep(int Violations, double Worst, double Accuracy);
