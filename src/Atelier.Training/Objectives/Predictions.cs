using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>What a network outputs for every sample of a data set. It owns its tensors, which are on the CPU.</summary>
public sealed class Predictions : IDisposable
{
    internal Predictions(Tensor outputs, Tensor targets, IReadOnlyList<int> samples) =>
        (Outputs, Targets, Samples) = (outputs.DetachFromDisposeScope(), targets.DetachFromDisposeScope(), samples);

    /// <summary>[N,C] float32: logits, for a classifier.</summary>
    public Tensor Outputs { get; }

    /// <summary>[N] int64: the true classes.</summary>
    public Tensor Targets { get; }

    /// <summary>The samples' indices in their data set, N of them.</summary>
    public IReadOnlyList<int> Samples { get; }

    /// <summary>The predicted class of each sample, in the same order; for a classifier's logits and true classes.</summary>
    public IReadOnlyList<SamplePrediction> BySample()
    {
        using var scope = NewDisposeScope();
        var logProbabilities = Outputs.log_softmax(1);                                      // [N,C]
        var (best, predicted) = logProbabilities.max(1);                                    // [N] each
        var losses = -logProbabilities.gather(1, Targets.unsqueeze(1)).squeeze(1);          // [N]
        var (loss, probability) = (losses.data<float>().ToArray(), best.exp().data<float>().ToArray());
        var (target, choice) = (Targets.data<long>().ToArray(), predicted.data<long>().ToArray());
        return [.. Samples.Select((sample, i) => new SamplePrediction(sample, (int)target[i], (int)choice[i], probability[i], loss[i]))];
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Outputs.Dispose();
        Targets.Dispose();
    }
}

/// <summary>What a classifier predicts for one sample.</summary>
/// <param name="Sample">Its index in the data set.</param>
/// <param name="Target">Its true class.</param>
/// <param name="Predicted">The predicted class.</param>
/// <param name="Probability">The probability of the predicted class, in [0,1].</param>
/// <param name="Loss">Cross-entropy: minus the logarithm of the true class's probability.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SamplePrediction(int Sample, int Target, int Predicted, double Probability, double Loss)
{
    /// <summary>Whether the prediction is right.</summary>
    public bool IsRight => Target == Predicted;
}
