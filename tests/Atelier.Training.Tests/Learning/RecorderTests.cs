using System.Text.Json;

namespace Atelier.Training.Tests;

public sealed class RecorderTests
{
    [SharedFact("expected/schedules.json")]
    public void Recorder_OfARealRun_HasEveryExpectedScheduleTo1e12()
    {
        var cases = ReferenceNumbers.Read(Shared.File("expected/schedules.json")).EnumerateObject().ToList();
        Assert.Equal(8, cases.Count);
        foreach (var (name, expected) in cases.Select(c => (c.Name, c.Value)))
        {
            using var toy = new Toy(samples: 4 * expected.GetProperty("batches_per_epoch").GetInt32(), batchSize: 4);
            using var network = Toy.Network();
            using var learner = new Learner(network, toy.Data with { Validation = null });

            learner.FitPhases([.. expected.GetProperty("phases").EnumerateArray().Select(Phase)]);

            Close(name, expected.GetProperty("learning_rates").Doubles(), learner.History.Batches.Select(batch => batch.LearningRate));
            Close(name, expected.GetProperty("momentums").Doubles(), learner.History.Batches.Select(batch => batch.Momentum));
        }
    }

    private static void Close(string name, double[] expected, IEnumerable<double> actual)
    {
        var recorded = actual.ToList();
        Assert.True(expected.Length == recorded.Count, $"{name}: {recorded.Count} batches, expected {expected.Length}");
        Assert.All(expected.Zip(recorded), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-12, $"{name}: {pair.Second}, expected {pair.First}"));
    }

    private static TrainingPhase Phase(JsonElement phase) => new()
    {
        Epochs = phase.GetProperty("epochs").GetDouble(),
        LearningRate = Values(phase.GetProperty("lr")),
        LearningRateDecay = Decays(phase, "lr_decay"),
        Momentum = phase.TryGetProperty("momentum", out var momentum) ? Values(momentum) : null,
        MomentumDecay = Decays(phase, "momentum_decay"),
    };

    private static Annealing Values(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? (value[0].GetDouble(), value[1].GetDouble()) : value.GetDouble();

    private static Decay Decays(JsonElement phase, string key) => !phase.TryGetProperty(key, out var decay) ? Decay.None
        : decay.ValueKind == JsonValueKind.Array ? Decay.Polynomial(decay[1].GetDouble())
        : decay.GetString() switch
        {
            "LINEAR" => Decay.Linear,
            "COSINE" => Decay.Cosine,
            "EXPONENTIAL" => Decay.Exponential,
            var other => throw new InvalidOperationException(other),
        };
}
