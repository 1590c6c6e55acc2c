using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Training;

/// <summary>Identifies a plan by what it prescribes for every batch, and how the data is divided into epochs.</summary>
internal static class PlanDigest
{
    /// <param name="plan">The phases, laid out.</param>
    public static string Compute(TrainingPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var epoch in plan.Epochs)
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{epoch.First} {epoch.Batches} {epoch.BatchesInWhole};")));
        for (var batch = 0; batch < plan.Batches; batch++)
        {
            var (phase, _, step) = plan.At(batch);
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.Phases[phase].Phase.Optimizer.Name} {step.LearningRates} {step.Momentum:R} {step.Beta:R} {step.WeightDecay} {step.WeightDecayInLoss} {step.Epsilon:R} {step.IsNesterov};");
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
