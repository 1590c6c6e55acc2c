using Atelier.Core;
using Atelier.Models;

namespace Atelier.Jobs;

/// <summary>The few controls that matter.</summary>
public sealed record JobOptions
{
    /// <summary>The smallest <see cref="Size"/>.</summary>
    public const int SmallestSize = 32;

    /// <summary>The largest <see cref="Size"/>.</summary>
    public const int LargestSize = 4096;

    /// <summary>Longer side of the result in pixels, 32 to 4096; 512 by default.</summary>
    public int Size { get; init => field = Require.InRange(value, SmallestSize, LargestSize); } = 512;

    /// <summary>Evaluations of the network over all sizes, 1 to 10,000; 400 by default. More is slower and finer.</summary>
    public int Steps { get; init => field = Require.InRange(value, 1, 10_000); } = 400;

    /// <summary>How far the painting prevails over the photo, 0.01 to 100; 1 by default.</summary>
    public double Strength { get; init => field = Require.InRange(value, 0.01, 100); } = 1;

    /// <summary>How much of the photo's fine drawing stays, 0 to 1; 0 by default, as the recipe <c>default</c> has it.</summary>
    public double Detail { get; init => field = Require.InRange(value, 0, 1); }

    /// <summary>Size of the painting's strokes in the result, 0.1 to 10; 1 by default.</summary>
    public double StyleScale { get; init => field = Require.InRange(value, 0.1, 10); } = 1;

    /// <summary>How smooth the result is, 0 to 100; 1 by default.</summary>
    public double Smoothing { get; init => field = Require.InRange(value, 0, 100); } = 1;

    /// <summary>Whose colors the result has; the painting's by default.</summary>
    public Colors Colors { get; init; }

    /// <summary>What the image starts from; the photo by default. A reconstruction always starts from noise.</summary>
    public JobStart Start { get; init; }

    /// <summary>Start of the random numbers, 0 or more; 0 by default.</summary>
    public long Seed { get; init => field = Require.NonNegative(value); }

    /// <summary>Name of the network to see with; <c>atelier</c>, the embedded one, by default.</summary>
    public string Network { get; init; } = EmbeddedNetwork.Name;

    /// <summary>Of a reconstruction: what to show; content by default.</summary>
    public Aspect Aspect { get; init; }

    /// <summary>Of a reconstruction: the layer to look through, as <c>relu3_2</c>; null, the default, for the deepest.</summary>
    public string? Layer { get; init; }
}
