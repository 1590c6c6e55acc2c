namespace Atelier.Bench.Quality;

/// <summary>A photo painted in the style of a painting by a network.</summary>
/// <param name="Network">The weight file's name, or the settings.</param>
/// <param name="Content">The photo's name.</param>
/// <param name="Style">The painting's name.</param>
internal sealed record QualityRow(string Network, string Content, string Style)
{
    /// <summary>How much of the way to the painting's style the result went, 1 being all: at its size, at half, and at a quarter of it.</summary>
    public IReadOnlyList<double> StyleClosed { get; init; } = [];

    /// <summary>The mean over the three sizes.</summary>
    public double MeanClosed => StyleClosed.Average();

    /// <summary>How far the result is from the photo's content, relative; 0 is the photo itself.</summary>
    public double ContentDistance { get; init; }

    /// <summary>How far its features are from the painting's, along directions that were not optimized; 0 is the painting itself.</summary>
    public double SlicedDistance { get; init; }

    /// <summary>What is ugly in it.</summary>
    public Artifacts Artifacts { get; init; } = new(0, 0, 0, 0);

    /// <summary>Evaluations at the result's size that would take as long as all those that were made.</summary>
    public double Work { get; init; }

    /// <summary>What the optimization took.</summary>
    public double Seconds { get; init; }

    /// <summary>The picture's file in the folder.</summary>
    public string File => $"{Content}--{Style}--{Network}.png";
}
