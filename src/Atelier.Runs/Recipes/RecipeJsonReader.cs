using System.Text.Json;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>JSON to phases.</summary>
internal static class RecipeJsonReader
{
    private const string Example = """{"phases":[{"epochs":1,"learningRate":0.01}]}""";

    private static readonly JsonDocumentOptions Reading = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The phases.</summary>
    /// <param name="json">As <see cref="Recipe.ToJson"/> writes it.</param>
    /// <param name="source">What errors call it.</param>
    public static IReadOnlyList<TrainingPhase> Phases(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            return [.. List(document.RootElement, source).Select((phase, index) => Phase(new JsonFields($"{source}, phase {index + 1}", phase)))];
        }
        catch (JsonException e)
        {
            throw new RecipeException($"{source}, line {e.LineNumber + 1}: is not valid JSON; write a recipe as in {Example}.", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Text with half a surrogate pair, which JSON allows but no encoding can represent.
            throw new RecipeException($"{source}: has text that is not valid Unicode; write a recipe as in {Example}.", e);
        }
    }

    private static JsonElement.ArrayEnumerator List(JsonElement root, string source)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("phases", out var phases) || phases.ValueKind != JsonValueKind.Array)
            throw new RecipeException($"{source}: has no list \"phases\"; write a recipe as in {Example}.");
        if (root.EnumerateObject().FirstOrDefault(field => field.Name != "phases") is { Value.ValueKind: not JsonValueKind.Undefined } other)
            throw new RecipeException($"{source}: the key '{other.Name}' is unknown, only \"phases\" is allowed; write a recipe as in {Example}.");
        return phases.EnumerateArray();
    }

    private static TrainingPhase Phase(JsonFields fields)
    {
        var phase = new TrainingPhase
        {
            Epochs = fields.Positive("epochs", 1),
            Optimizer = fields.Optimizer("optimizer"),
            LearningRate = fields.Annealing("learningRate") ?? throw fields.Wrong("learningRate", "is missing", "\"learningRate\": 0.01"),
            LearningRateDecay = fields.ReadDecay("learningRateDecay"),
            Momentum = fields.Momentum("momentum"),
            MomentumDecay = fields.ReadDecay("momentumDecay"),
            Beta = fields.Fraction("beta"),
            WeightDecay = fields.Decays("weightDecay"),
            WeightDecayInLoss = fields.Truth("weightDecayInLoss", true),
            ImageSize = fields.Size("imageSize"),
        };
        fields.CheckNothingElse();
        return phase;
    }
}
