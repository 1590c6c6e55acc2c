using System.Text.Json;
using Atelier.Core;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>The fields of one phase in JSON; every mistake names the phase, the key and an example.</summary>
internal sealed class JsonFields
{
    private const double BelowOne = 1 - 1e-12;
    private const string Rate = """0.01, [0.001, 0.01], or {"start": 0.01, "end": 0.001}""";
    private const string DecayExample = "\"none\", \"linear\", \"cosine\", \"exponential\", or {\"polynomial\": 2}";

    private readonly string _place;
    private readonly List<string> _known = [];
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);

    /// <param name="place">File and phase, for errors.</param>
    /// <param name="phase">The phase.</param>
    public JsonFields(string place, JsonElement phase)
    {
        _place = place;
        if (phase.ValueKind != JsonValueKind.Object)
            throw new RecipeException($"{place}: is not an object; write it as in {{\"epochs\": 1, \"learningRate\": 0.01}}.");
        foreach (var field in phase.EnumerateObject())
            if (!_fields.TryAdd(field.Name, field.Value))
                throw new RecipeException($"{place}: has '{field.Name}' twice; leave one out.");
    }

    /// <summary>A number greater than 0.</summary>
    public double Positive(string key, double otherwise) =>
        Find(key) is { } value ? Number(value, double.Epsilon, double.MaxValue) ?? throw Wrong(key, "must be a number greater than 0", "1.5") : otherwise;

    /// <summary>A number in [0,1).</summary>
    public double? Fraction(string key) =>
        Find(key) is { } value ? Number(value, 0, BelowOne) ?? throw Wrong(key, "must be a number of at least 0 and less than 1", "0.99") : null;

    /// <summary>A whole number of pixels.</summary>
    public int? Size(string key)
    {
        if (Find(key) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var size) && size > 0 ? size : throw Wrong(key, "must be a whole number of pixels", "64");
    }

    /// <summary>true or false.</summary>
    public bool Truth(string key, bool otherwise) => Find(key)?.ValueKind switch
    {
        null => otherwise,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(key, "must be true or false", "true"),
    };

    /// <summary>An optimizer.</summary>
    public OptimizerKind Optimizer(string key)
    {
        if (Find(key) is not { } value)
            return OptimizerKind.Sgd;
        var name = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return OptimizerNames.Find(name)
            ?? throw Wrong(key, $"must be one of {string.Join(", ", OptimizerNames.All)}, not '{Short(name)}'", $"\"{Spelling.Nearest(name, OptimizerNames.All)}\"");
    }

    /// <summary>Numbers of 0 or more.</summary>
    public GroupValues? Decays(string key) =>
        Find(key) is { } value ? Group(value, double.MaxValue) ?? throw Wrong(key, "must be a number of 0 or more, or a list of them", "1e-4") : null;

    /// <summary>Numbers of 0 or more, from a start to an end or alone.</summary>
    public Annealing? Annealing(string key) =>
        Find(key) is { } value ? Annealing(value, double.MaxValue) ?? throw Wrong(key, "must consist of numbers of 0 or more", Rate) : null;

    /// <summary>Numbers in [0,1), one for all layer groups.</summary>
    public Annealing? Momentum(string key)
    {
        if (Find(key) is not { } value)
            return null;
        return Annealing(value, BelowOne) is { Groups: 1 } momentum
            ? momentum
            : throw Wrong(key, "must consist of numbers of at least 0 and less than 1", """0.9, or {"start": 0.95, "end": 0.85}""");
    }

    /// <summary>A decay.</summary>
    public Decay ReadDecay(string key)
    {
        if (Find(key) is not { } value)
            return Decay.None;
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().ToArray() is [{ Name: "polynomial" } power])
            return Number(power.Value, double.Epsilon, double.MaxValue) is { } p ? Decay.Polynomial(p) : throw Wrong(key, "must have a power greater than 0", """{"polynomial": 2}""");
        Decay[] simple = [Decay.None, Decay.Linear, Decay.Cosine, Decay.Exponential];
        var name = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return simple.FirstOrDefault(decay => decay.Name == name)
            ?? throw Wrong(key, name.Length > 0 ? $"has no decay '{Short(name)}', the nearest is '{Spelling.Nearest(name, [.. simple.Select(decay => decay.Name), "polynomial"])}'" : "must be a decay", DecayExample);
    }

    /// <summary>Refuses unknown keys.</summary>
    public void CheckNothingElse()
    {
        if (_fields.Keys.FirstOrDefault(key => !_known.Contains(key)) is { } unknown)
            throw new RecipeException($"{_place}: there is no key '{Short(unknown)}'; write '{Spelling.Nearest(unknown, _known)}', or leave it out.");
    }

    /// <summary>A mistake in a field.</summary>
    public RecipeException Wrong(string key, string mistake, string example)
    {
        // A misspelled key explains why the right one is missing.
        if (mistake == "is missing" && _fields.Keys.FirstOrDefault(name => string.Equals(name, key, StringComparison.OrdinalIgnoreCase)) is { } written)
            return new($"{_place}: there is no key '{written}'; write '{key}'.");
        return new($"{_place}: '{key}' {mistake}; write it as in {example}.");
    }

    private JsonElement? Find(string key)
    {
        _known.Add(key);
        return _fields.TryGetValue(key, out var value) ? value : null;
    }

    private static Annealing? Annealing(JsonElement value, double most)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Group(value, most) is { } alone ? new(alone) : null;
        if (value.EnumerateObject().Count() != 2 || !value.TryGetProperty("start", out var start) || !value.TryGetProperty("end", out var end))
            return null;
        return Group(start, most) is { } first && Group(end, most) is { } last && (first.Count == last.Count || first.Count == 1 || last.Count == 1)
            ? new(first, last)
            : null;
    }

    private static GroupValues? Group(JsonElement value, double most)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return Number(value, 0, most) is { } one ? one : null;
        double?[] numbers = [.. value.EnumerateArray().Select(item => Number(item, 0, most))];
        return numbers.Length > 0 && !numbers.Contains(null) ? [.. numbers.Select(number => number!.Value)] : null;
    }

    private static double? Number(JsonElement value, double least, double most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most ? number : null;

    private static string Short(string text) => text.Length <= 40 ? text : $"{text[..40]}...";
}
