using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atelier.Training.Phases;

namespace Atelier.Training.Learning;

/// <summary>Tells one plan from another: by what it prescribes for every batch, and by how the data is cut into epochs.</summary>
internal static class PlanDigest
{
    public static string Of(TrainingPlan plan)
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
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
