using System.Text;
using System.Text.Json;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>Phases to JSON; defaults are left out, except what a reader wants to see in every phase.</summary>
internal static class RecipeJsonWriter
{
    /// <summary>The JSON of <see cref="Recipe.ToJson"/>.</summary>
    public static string Write(IReadOnlyList<TrainingPhase> phases)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteStartArray("phases");
            foreach (var (index, phase) in phases.Index())
                Write(json, phase, index + 1);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, TrainingPhase phase, int number)
    {
        if (phase.Data is not null)
            throw new RecipeException($"Phase {number} has its own data, which cannot be stored in a recipe: leave it out, and pass the data in code.");
        json.WriteStartObject();
        json.WriteNumber("epochs", phase.Epochs);
        json.WriteString("optimizer", OptimizerNames.Find(phase.Optimizer)
            ?? throw new RecipeException($"Phase {number} has a custom optimizer, {phase.Optimizer.Name}, which cannot be stored in a recipe: use one of {string.Join(", ", OptimizerNames.All)}."));
        Write(json, "learningRate", phase.LearningRate);
        Write(json, "learningRateDecay", phase.LearningRateDecay, number);
        if (phase.Momentum is { } momentum)
            Write(json, "momentum", momentum);
        Write(json, "momentumDecay", phase.MomentumDecay, number);
        if (phase.Beta is { } beta)
            json.WriteNumber("beta", beta);
        if (phase.WeightDecay is { } decay)
            Write(json, "weightDecay", decay);
        if (!phase.WeightDecayInLoss)
            json.WriteBoolean("weightDecayInLoss", false);
        if (phase.ImageSize is { } size)
            json.WriteNumber("imageSize", size);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string key, Annealing value)
    {
        if (value.End is null)
        {
            Write(json, key, value.Start);
            return;
        }
        json.WriteStartObject(key);
        Write(json, "start", value.Start);
        Write(json, "end", value.End);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string key, GroupValues values)
    {
        if (values is [var one])
        {
            json.WriteNumber(key, one);
            return;
        }
        json.WriteStartArray(key);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string key, Decay decay, int number)
    {
        switch (decay)
        {
            case Constant:
                break;
            case Polynomial polynomial:
                json.WriteStartObject(key);
                json.WriteNumber(polynomial.Name, polynomial.Power);
                json.WriteEndObject();
                break;
            case Linear or Cosine or Exponential:
                json.WriteString(key, decay.Name);
                break;
            default:
                throw new RecipeException($"Phase {number} has a custom decay, '{decay.Name}', which cannot be stored in a recipe: use none, linear, cosine, exponential or polynomial.");
        }
    }
}
