using System.Runtime.InteropServices;

namespace Atelier.Training;

/// <summary>What a classifier predicts for one sample.</summary>
/// <param name="Sample">Its index in the data set.</param>
/// <param name="Target">Its class.</param>
/// <param name="Predicted">What it was taken for.</param>
/// <param name="Probability">Of what it was taken for, in [0,1].</param>
/// <param name="Loss">Cross-entropy: minus the logarithm of its own class's probability.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SamplePrediction(int Sample, int Target, int Predicted, double Probability, double Loss)
{
    /// <summary>Whether it was taken for its class.</summary>
    public bool IsRight => Target == Predicted;
}
