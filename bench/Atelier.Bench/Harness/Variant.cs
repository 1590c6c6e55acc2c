namespace Atelier.Bench.Harness;

/// <summary>A named way of doing a benchmark's work.</summary>
/// <param name="Name">The name in tables and on the command line.</param>
/// <param name="Create">Sets the work up for images of the given side in pixels. It runs in a process of its own.</param>
public sealed record Variant(string Name, Func<int, IWorkload> Create)
{
    /// <summary>Whether it stands for a program without Atelier, whose threads wait as OpenMP has them by itself.</summary>
    public bool IsForeign { get; init; }
}
