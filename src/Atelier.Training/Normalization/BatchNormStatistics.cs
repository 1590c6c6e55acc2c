using Atelier.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Measures a network's batch-norm statistics again, in one pass over data.</summary>
/// <remarks>
/// From mean 0 and variance 1, each batch counts with momentum = size/(seen + size): the result is the mean over the pass.
/// Only batch norm is in training mode, so that dropout draws no random numbers; frozen batch norm keeps its statistics. Source: fastai 0.7, <c>swa.py</c>.
/// </remarks>
internal static class BatchNormStatistics
{
    /// <summary>Replaces the running means and variances; parameters do not change. Without batch norm, nothing is read.</summary>
    /// <param name="network">Left in evaluation mode.</param>
    /// <param name="batches">Opened only when needed; each batch is disposed here.</param>
    /// <param name="forward">Runs the network on a batch.</param>
    public static void Refresh(nn.Module network, Func<IEnumerable<Batch>> batches, Action<Batch> forward)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(forward);
        network.eval();
        NormBase[] norms = [.. network.modules().OfType<NormBase>().Where(norm => norm.track_running_stats && !BatchNormGuard.IsFrozen(norm))];
        if (norms.Length == 0)
            return;
        var momenta = Array.ConvertAll(norms, norm => norm.momentum);
        try
        {
            foreach (var norm in norms)
            {
                norm.reset_running_stats();
                norm.train();
            }
            Measure(norms, batches(), forward);
        }
        finally
        {
            foreach (var (norm, momentum) in norms.Zip(momenta))
            {
                norm.momentum = momentum;
                norm.eval();
            }
        }
    }

    private static void Measure(NormBase[] norms, IEnumerable<Batch> batches, Action<Batch> forward)
    {
        using var noGrad = no_grad();
        long seen = 0;
        foreach (var batch in batches)
        {
            using (batch)
            using (NewDisposeScope())
            {
                seen += batch.Size;
                foreach (var norm in norms)
                    norm.momentum = (double)batch.Size / seen;
                forward(batch);
            }
        }
    }
}
