using Atelier.Bench.Harness;

namespace Atelier.Bench.Benchmarks;

/// <summary>The lesson's third run, style and content, for one step of torch's L-BFGS: 20 iterations and what the optimiser itself costs.</summary>
public sealed class RecipeBenchmark : IBenchmark
{
    /// <summary>How many evaluations one run takes.</summary>
    public const int Evaluations = 20;

    /// <inheritdoc/>
    public string Name => "recipe";

    /// <inheritdoc/>
    public string Summary => $"{Evaluations} evaluations under L-BFGS with a history of 100: VGG-16-BN, five style layers, content at relu4_3";

    /// <inheritdoc/>
    public IReadOnlyList<int> Sizes => [288];

    /// <inheritdoc/>
    public int Rounds => 3;

    /// <inheritdoc/>
    public IReadOnlyList<Variant> Variants =>
        [new("notebook", size => new NotebookWorkload(NotebookWorkload.Lesson(size), transfer => transfer.Optimise(Evaluations)))];
}
