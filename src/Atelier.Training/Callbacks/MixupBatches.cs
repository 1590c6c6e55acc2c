using System.Numerics;
using Atelier.Core;
using static System.FormattableString;

namespace Atelier.Training;

/// <summary>Mixes each training batch with itself in another order: x = l x_i + (1 - l) x_j, and likewise the targets, with one l from Beta(alpha, alpha) for the whole batch. What is mixed depends only on the seed and the position.</summary>
/// <remarks>Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2018.</remarks>
/// <param name="classes">C, 1 or more: targets become [N,C] shares of each class, which <see cref="CrossEntropy"/> understands.</param>
/// <param name="alpha">How strongly to mix, greater than 0; 0.4 by default.</param>
/// <param name="seed">Of the random numbers.</param>
public sealed class MixupBatches(int classes, double alpha = 0.4, long seed = 0) : Callback
{
    private readonly int _classes = Require.Positive(classes);
    private readonly double _alpha = Require.Positive(alpha);

    /// <inheritdoc/>
    public override string Settings => Invariant($"alpha {_alpha:R}, seed {seed}");

    /// <inheritdoc/>
    public override void OnBatchBegin(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var batch = run.Batch;
        var random = new Random((int)BitOperations.Crc32C(BitOperations.Crc32C(0, (ulong)seed), (ulong)run.Position));
        var (lambda, order) = Mixup.Draw(batch.Size, _alpha, random);
        run.ReplaceBatch(new(
            Mixup.Inputs(batch.Inputs, lambda, order),
            Mixup.Targets(batch.Targets, _classes, lambda, order, batch.Weights),
            batch.Samples) { Weights = batch.Weights is { } weights ? Mixup.Weights(weights, lambda, order) : null });
    }
}
