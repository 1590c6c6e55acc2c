namespace Atelier.Auditing;

/// <summary>The audit of one attribute, ready for the page.</summary>
internal sealed record ReportSection
{
    /// <summary>What the groups are groups of.</summary>
    public required string Heading { get; init; }

    /// <summary>The answer, in a few words.</summary>
    public required string Headline { get; init; }

    /// <summary>The answer's number, in words.</summary>
    public required string Detail { get; init; }

    /// <summary>What was measured, in sentences.</summary>
    public required IReadOnlyList<string> Measured { get; init; }

    /// <summary>What the columns of predictions are called.</summary>
    public required IReadOnlyList<string> Stages { get; init; }

    /// <summary>The labels, most amplified first.</summary>
    public required IReadOnlyList<ReportLabel> Labels { get; init; }

    /// <summary>The label to show in large; null where no label can be compared.</summary>
    public required ReportLabel? Highlight { get; init; }

    /// <summary>The largest distance from the diagonal that is no violation.</summary>
    public required double Margin { get; init; }

    /// <summary>The figures, a table each.</summary>
    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>What to know before the figures are believed.</summary>
    public required IReadOnlyList<string> Caveats { get; init; }

    /// <summary>How intervals were made, in one sentence.</summary>
    public required string Method { get; init; }
}
