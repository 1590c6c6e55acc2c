using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atelier.Data;

namespace Atelier.Training;

/// <summary>Identifies a plan by what it prescribes for every batch, how the data is divided into epochs, and the weights and groups of its samples.</summary>
internal static class PlanDigest
{
    /// <param name="plan">The phases, laid out.</param>
    /// <param name="sampling">Of the data of a phase: see <see cref="IBatchSource.SamplingDigest"/>.</param>
    public static string Compute(TrainingPlan plan, Func<TrainingPhase, string> sampling)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var epoch in plan.Epochs)
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{epoch.First} {epoch.Batches} {epoch.BatchesInWhole};")));
        for (var batch = 0; batch < plan.Batches; batch++)
        {
            var (phase, _, step) = plan.At(batch);
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.Phases[phase].Phase.Optimizer.Name} {step.LearningRates} {step.Momentum:R} {step.Beta:R} {step.WeightDecay} {step.WeightDecayInLoss};");
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }
        foreach (var span in plan.Phases)
            hash.AppendData(Encoding.UTF8.GetBytes(sampling(span.Phase)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
