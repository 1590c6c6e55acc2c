using Atelier.Bench.Harness;
using Atelier.Models;

namespace Atelier.Bench.Benchmarks;

/// <summary>One evaluation of loss and gradient with VGG-16-BN, as in the lesson.</summary>
public sealed class EvaluationBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "evaluation";

    /// <inheritdoc/>
    public string Summary => "one evaluation of the loss and its gradient: VGG-16-BN, five style layers, content at relu4_3";

    /// <inheritdoc/>
    public IReadOnlyList<int> Sizes => [288, 512];

    /// <inheritdoc/>
    public int Rounds => 9;

    /// <inheritdoc/>
    public IReadOnlyList<Variant> Variants =>
    [
        new("notebook", size => new NotebookWorkload(NotebookWorkload.Lesson(size), transfer => transfer.LossAndGradient())) { IsForeign = true },
        new("atelier", size => AtelierWorkload.Lesson(size)),
    ];
}

/// <summary>One evaluation of loss and gradient with VGG-19 cut after relu3_4.</summary>
public sealed class ShallowEvaluationBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "evaluation-vgg19";

    /// <inheritdoc/>
    public string Summary => "one evaluation of the loss and its gradient: VGG-19 to relu3_4, style at relu1_2, relu2_2, relu3_4, content at relu3_4";

    /// <inheritdoc/>
    public IReadOnlyList<int> Sizes => [288, 512];

    /// <inheritdoc/>
    public int Rounds => 9;

    /// <inheritdoc/>
    public IReadOnlyList<Variant> Variants =>
    [
        new("notebook", size => new NotebookWorkload(NotebookWorkload.Shallow(size), transfer => transfer.LossAndGradient())) { IsForeign = true },
        new("atelier", size => AtelierWorkload.Shallow(size)),
    ];
}

/// <summary>Evaluations of the default recipe's loss and gradient: the embedded network against exact VGG-19.</summary>
public sealed class EmbeddedEvaluationBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "evaluation-embedded";

    /// <inheritdoc/>
    public string Summary => "five evaluations in a row of the default recipe's loss and its gradient: exact VGG-19 to relu3_4 against the embedded network";

    /// <inheritdoc/>
    public IReadOnlyList<int> Sizes => [256, 512];

    /// <inheritdoc/>
    public int Rounds => 9;

    /// <inheritdoc/>
    public IReadOnlyList<Variant> Variants =>
    [
        new("vgg19", size => AtelierWorkload.Default(VggVariant.Named("vgg19"), size)),
        new("embedded", size => AtelierWorkload.Default(VggVariant.Atelier, size)),
    ];
}
