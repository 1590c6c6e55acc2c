namespace Atelier.Bench.Harness;

/// <summary>The same work done in several ways, which are timed against the first.</summary>
public interface IBenchmark
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>One line on what is measured.</summary>
    string Summary { get; }

    /// <summary>Sides of the square images in pixels, where the command line gives none.</summary>
    IReadOnlyList<int> Sizes { get; }

    /// <summary>What the sizes are, as the table's first column is headed.</summary>
    string SizeName => "px";

    /// <summary>How often each variant runs in a measurement, where the command line does not say.</summary>
    int Rounds { get; }

    /// <summary>The ways of doing the work; the first is the baseline.</summary>
    IReadOnlyList<Variant> Variants { get; }
}
