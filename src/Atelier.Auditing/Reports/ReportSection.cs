namespace Atelier.Auditing;

/// <summary>The audit of one attribute, ready for the page.</summary>
internal sealed record ReportSection
{
    /// <summary>What the groups are.</summary>
    public required string Heading { get; init; }

    /// <summary>The answer, in a few words.</summary>
    public required string Headline { get; init; }

    /// <summary>The number behind the answer, in words.</summary>
    public required string Detail { get; init; }

    /// <summary>What was measured, one sentence each.</summary>
    public required IReadOnlyList<string> Measured { get; init; }

    /// <summary>The names of the columns of predictions.</summary>
    public required IReadOnlyList<string> Stages { get; init; }

    /// <summary>The labels, most amplified first.</summary>
    public required IReadOnlyList<ReportLabel> Labels { get; init; }

    /// <summary>The label to feature; null if no label can be compared.</summary>
    public required ReportLabel? Highlight { get; init; }

    /// <summary>The largest distance from the diagonal that is not a violation.</summary>
    public required double Margin { get; init; }

    /// <summary>The tables of figures.</summary>
    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>What to know before trusting the figures.</summary>
    public required IReadOnlyList<string> Caveats { get; init; }

    /// <summary>How the intervals were computed, in one sentence.</summary>
    public required string Method { get; init; }
}
