using System.Text.Json;

namespace Atelier.Training.Tests;

/// <summary>Batch by batch against what fastai 0.7 computed.</summary>
public sealed class OriginalSchedulesTests
{
    private const string Numbers = "expected/schedules.json";

    [SharedFact(Numbers)]
    public void Plan_OfEachCase_HasTheOriginalsRatesAndMomentums()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Shared.File(Numbers)));
        foreach (var entry in document.RootElement.EnumerateObject())
        {
            TrainingPhase[] phases = [.. entry.Value.GetProperty("phases").EnumerateArray().Select(Phase)];
            ShouldBe(entry.Name, entry.Value, new(phases, entry.Value.GetProperty("batches_per_epoch").GetInt32()));
        }
    }

    [SharedFact(Numbers)]
    public void Sgdr_OfTheLesson_HasTheOriginalsRatesAndMomentums()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Shared.File(Numbers)));
        ShouldBe("sgdr", document.RootElement.GetProperty("sgdr_2_1_2"), new(TrainingPhases.Sgdr(1e-2, cycles: 2, length: 1, multiplier: 2), 40));
    }

    private static void ShouldBe(string name, JsonElement expected, TrainingPlan plan)
    {
        double[] rates = [.. expected.GetProperty("learning_rates").EnumerateArray().Select(value => value.GetDouble())];
        double[] momentums = [.. expected.GetProperty("momentums").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(rates.Length, plan.Batches);
        for (var batch = 0; batch < rates.Length; batch++)
        {
            Assert.True(Math.Abs(rates[batch] - plan.At(batch).LearningRate) <= 1e-12, $"{name}, batch {batch}: {plan.At(batch).LearningRate}, expected {rates[batch]}.");
            Assert.True(Math.Abs(momentums[batch] - plan.At(batch).Step.Momentum) <= 1e-12, $"{name}, batch {batch}: {plan.At(batch).Step.Momentum}, expected {momentums[batch]}.");
        }
    }

    private static TrainingPhase Phase(JsonElement phase) => new()
    {
        Epochs = phase.GetProperty("epochs").GetDouble(),
        Optimizer = phase.TryGetProperty("optimizer", out var name) && name.GetString() == "Adam" ? OptimizerKind.Adam : OptimizerKind.Sgd,
        LearningRate = Values(phase.GetProperty("lr")),
        LearningRateDecay = Shape(phase, "lr_decay"),
        Momentum = phase.TryGetProperty("momentum", out var momentum) ? Values(momentum) : null,
        MomentumDecay = Shape(phase, "momentum_decay"),
    };

    private static Annealing Values(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? (value[0].GetDouble(), value[1].GetDouble()) : value.GetDouble();

    private static Decay Shape(JsonElement phase, string key)
    {
        if (!phase.TryGetProperty(key, out var decay))
            return Decay.None;
        if (decay.ValueKind == JsonValueKind.Array)
            return Decay.Polynomial(decay[1].GetDouble());
        return decay.GetString() switch
        {
            "LINEAR" => Decay.Linear,
            "COSINE" => Decay.Cosine,
            "EXPONENTIAL" => Decay.Exponential,
            var other => throw new InvalidDataException($"There is no decay '{other}'."),
        };
    }
}
