namespace Atelier.Bench.Harness;

/// <summary>The same work done in several ways, the last of which is timed against each of the others.</summary>
public interface IBenchmark
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>One line on what is measured.</summary>
    string Summary { get; }

    /// <summary>What cannot be measured on this machine, and why; null if all can.</summary>
    string? Omission => null;

    /// <summary>Sides of the square images in pixels, where the command line gives none.</summary>
    IReadOnlyList<int> Sizes { get; }

    /// <summary>What the sizes are, as the table's first column is headed.</summary>
    string SizeName => "px";

    /// <summary>How often each variant runs in a measurement, where the command line does not say.</summary>
    int Rounds { get; }

    /// <summary>The ways of doing the work; the last is ours, which is compared with each of the others.</summary>
    IReadOnlyList<Variant> Variants { get; }
}
