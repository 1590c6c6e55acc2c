using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Core;

namespace Atelier.Stylization;

/// <summary>One thing that a <see cref="StylizationRequest"/> leaves to choose: what it is called, what it takes, and what it is by default.</summary>
public sealed record Setting
{
    /// <summary>In JSON, for example <c>styleWeight</c>.</summary>
    public required string Name { get; init; }

    /// <summary>On the command line, for example <c>--style-weight</c>.</summary>
    public required string Flag { get; init; }

    /// <summary>On a page, for example <c>Style weight</c>.</summary>
    public required string Label { get; init; }

    /// <summary>One sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What its values are.</summary>
    public required SettingKind Kind { get; init; }

    /// <summary>What is counted, in the plural; null for a bare number.</summary>
    public string? Unit { get; init; }

    /// <summary>The least number; null: no bound.</summary>
    public double? Least { get; init; }

    /// <summary>The largest number; null: no bound.</summary>
    public double? Most { get; init; }

    /// <summary>The words of a choice, each with what it means; empty for other kinds.</summary>
    public IReadOnlyDictionary<string, string> Choices { get; init; } = new Dictionary<string, string>();

    /// <summary>The value of a request that does not say; JSON's null where the recipe decides.</summary>
    public required JsonElement Default { get; init; }

    /// <summary>Likewise for a reconstruction.</summary>
    public required JsonElement ReconstructionDefault { get; init; }

    /// <summary>What the recipe decides where the value is null, for people; null where null is no value.</summary>
    public string? Otherwise { get; init; }

    /// <summary>The kinds of requests that it has a meaning for.</summary>
    public required IReadOnlyList<RequestKind> Kinds { get; init; }

    /// <summary>Whether only those who know the method will look for it.</summary>
    public bool IsAdvanced { get; init; }

    /// <summary>Whether the recipe <c>lesson13</c> leaves it open.</summary>
    public bool IsForLesson { get; init; }

    /// <summary>Whether the recipe <c>instant</c> heeds it.</summary>
    public bool IsForInstant { get; init; }

    /// <summary>The default for a kind of request.</summary>
    public JsonElement DefaultFor(RequestKind kind) => kind is RequestKind.Reconstruct ? ReconstructionDefault : Default;

    /// <summary>What values it takes, for a sentence: <c>a whole number from 16 to 4096</c>.</summary>
    [JsonIgnore]
    public string Wanted => Kind switch
    {
        SettingKind.Choice => $"{string.Join(", ", Choices.Keys.SkipLast(1))} or {Choices.Keys.Last()}",
        SettingKind.Text => "a text",
        SettingKind.Layers => "layers as relu3_2 or relu3_2:WEIGHT",
        SettingKind.Numbers => Within("numbers"),
        SettingKind.WholeNumber => Within("a whole number"),
        _ => Within("a number"),
    };

    /// <summary>What is wrong with a value, in one sentence; null if nothing is.</summary>
    /// <param name="value">As JSON.</param>
    /// <param name="name">What the user calls the setting: <see cref="Name"/> or <see cref="Flag"/>.</param>
    public string? Violation(JsonElement value, string name)
    {
        if (value.ValueKind is JsonValueKind.Null && Otherwise is not null)
            return null;
        var isList = Kind is SettingKind.Layers or SettingKind.Numbers;
        if (isList && value is not { ValueKind: JsonValueKind.Array })
            return Sentence(name, value);
        var items = isList ? value.EnumerateArray().ToList() : [value];
        foreach (var item in items.Where(item => !Takes(item)))
            return Sentence(name, item);
        return (isList, items) switch
        {
            (true, []) => $"{name} takes {Wanted}, and at least one.",
            (true, _) when Kind is SettingKind.Numbers && !items.Exists(item => item.GetDouble() > 0) => $"{name} takes at least one number above 0.",
            _ => null,
        };
    }

    /// <summary>Words of a command line as a value: numbers where they are numbers, lists split at commas. Not checked.</summary>
    public JsonElement Parse(IEnumerable<string> words) => Kind switch
    {
        SettingKind.Layers => JsonSerializer.SerializeToElement(Split(words)),
        SettingKind.Numbers => JsonSerializer.SerializeToElement(Split(words).Select(Scalar)),
        SettingKind.WholeNumber or SettingKind.Number => Scalar(string.Join(' ', words)),
        _ => JsonSerializer.SerializeToElement(string.Join(' ', words)),
    };

    private static IEnumerable<string> Split(IEnumerable<string> words) =>
        words.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static JsonElement Scalar(string word) =>
        PlainNumber.TryParse<long>(word, out var whole) ? JsonSerializer.SerializeToElement(whole)
        : PlainNumber.TryParse<double>(word, out var number) ? JsonSerializer.SerializeToElement(number)
        : JsonSerializer.SerializeToElement(word);

    private bool Takes(JsonElement value) => Kind switch
    {
        SettingKind.WholeNumber => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var whole) && IsWithin(whole),
        SettingKind.Number or SettingKind.Numbers => value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && IsWithin(number),
        SettingKind.Choice => value.ValueKind is JsonValueKind.String && Choices.ContainsKey(value.GetString()!),
        SettingKind.Layers => value.ValueKind is JsonValueKind.String && LayerWeight.TryParse(value.GetString(), out _),
        _ => value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 },
    };

    // A number that may be as large as one wants must still be one that float32 holds the products of.
    private double? Limit => Most ?? (Kind is SettingKind.Number or SettingKind.Numbers ? LayerWeight.Largest : null);

    private bool IsWithin(double value) => !(value < Least) && !(value > Limit);

    private string Within(string kind) => (Least, Limit) switch
    {
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"{kind} from {least} to {most}"),
        ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"{kind} of at least {least}"),
        (null, { } most) => string.Create(CultureInfo.InvariantCulture, $"{kind} of at most {most}"),
        _ => kind,
    };

    private string Sentence(string name, JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return $"{name} takes {Wanted}, not '{(text.Length <= 40 ? text : text[..40] + "...")}'.";
    }
}

/// <summary>What the values of a <see cref="Setting"/> are.</summary>
public enum SettingKind
{
    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A number.</summary>
    Number,

    /// <summary>One of several words.</summary>
    Choice,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Layers of a network, each with a weight.</summary>
    Layers,

    /// <summary>Several numbers.</summary>
    Numbers,
}

/// <summary>Makes a property of <see cref="StylizationRequest"/> a <see cref="Setting"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(SettingKind kind, string label, string description) : Attribute
{
    public SettingKind Kind => kind;

    public string Label => label;

    public string Description => description;

    /// <summary>Null: the property's name with dashes.</summary>
    public string? Flag { get; init; }

    public string? Unit { get; init; }

    /// <summary>NaN: no bound, as an attribute cannot hold null.</summary>
    public double Least { get; init; } = double.NaN;

    public double Most { get; init; } = double.NaN;

    /// <summary>The default for a reconstruction; NaN: the property's.</summary>
    public double ForReconstruction { get; init; } = double.NaN;

    /// <summary>The one kind of request that it belongs to; null: to all.</summary>
    public string? Only { get; init; }

    public string? Otherwise { get; init; }

    public bool IsAdvanced { get; init; }

    public bool IsForLesson { get; init; }

    public bool IsForInstant { get; init; }
}
