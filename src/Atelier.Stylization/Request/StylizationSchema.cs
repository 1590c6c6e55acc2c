using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Stylization;

/// <summary>What a <see cref="StylizationRequest"/> takes: every setting with its range and default, and the presets. Immutable.</summary>
/// <remarks>The command line makes its options from it, and the studio's page its controls; both let it make and check requests.</remarks>
/// <example>
/// <code>
/// var schema = StylizationSchema.Default.With(StylizationSchema.Default["size"] with { Most = 4096 });   // a server's limit
/// var request = schema.Create(RequestKind.Stylize, "bold", changes);
/// </code>
/// </example>
public sealed class StylizationSchema
{
    private readonly Dictionary<string, Setting> _byName;
    private readonly IReadOnlyList<Setting> _withheld;

    private StylizationSchema(IEnumerable<Setting> settings, IEnumerable<Setting> withheld)
    {
        (Settings, _withheld) = ([.. settings], [.. withheld]);
        _byName = Settings.ToDictionary(setting => setting.Name, StringComparer.Ordinal);
    }

    /// <summary>How requests are written: camelCase, enums as lower-case words. Read-only.</summary>
    public static JsonSerializerOptions Json => Serializers.Strict;

    /// <summary>What the attributes and initializers of <see cref="StylizationRequest"/> say.</summary>
    public static StylizationSchema Default { get; } = new(FromProperties(), []);

    /// <summary>In the order of a menu.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>In the order of a menu; the one called <c>default</c> changes nothing.</summary>
    public IReadOnlyList<Preset> Presets { get; } = Preset.All;

    /// <summary>The setting of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Setting this[string name] => _byName[name];

    /// <summary>The settings that mean something to a kind of request.</summary>
    public IEnumerable<Setting> For(RequestKind kind) => Settings.Where(setting => setting.Kinds.Contains(kind));

    /// <summary>The same with another setting of a known name.</summary>
    public StylizationSchema With(Setting setting) => new(Settings.Select(old => old.Name == setting.Name ? setting : old), _withheld);

    /// <summary>The same without some settings, which must keep their defaults.</summary>
    public StylizationSchema Without(params IReadOnlyCollection<string> names) =>
        new(Settings.Where(setting => !names.Contains(setting.Name)), [.. _withheld, .. Settings.Where(setting => names.Contains(setting.Name))]);

    /// <summary>A request: the defaults, a preset's values over them, and what the user chose over these.</summary>
    /// <param name="kind">What to make.</param>
    /// <param name="preset">Its name; null for none.</param>
    /// <param name="changes">The user's choices by <see cref="Setting.Name"/>.</param>
    /// <param name="nameOf">What the user calls a setting; its name where null.</param>
    /// <exception cref="StylizationException">The preset is unknown, or a choice is not taken; one sentence says which.</exception>
    public StylizationRequest Create(
        RequestKind kind, string? preset = null, IReadOnlyDictionary<string, JsonElement>? changes = null, Func<Setting, string>? nameOf = null)
    {
        var start = Replace(new StylizationRequest { Kind = kind }, Settings.ToDictionary(setting => setting.Name, setting => setting.DefaultFor(kind)));
        var values = preset is null ? [] : Find(preset).Values.Where(value => _byName.TryGetValue(value.Key, out var setting) && setting.Kinds.Contains(kind));
        return Change(Change(start, values.ToDictionary()), changes, nameOf);
    }

    /// <summary>A request with some settings changed.</summary>
    /// <param name="request">Stays as it is.</param>
    /// <param name="changes">The user's choices by <see cref="Setting.Name"/>; null changes nothing.</param>
    /// <param name="nameOf">What the user calls a setting; its name where null.</param>
    /// <exception cref="StylizationException">A choice is unknown or not taken; one sentence says which.</exception>
    public StylizationRequest Change(StylizationRequest request, IReadOnlyDictionary<string, JsonElement>? changes, Func<Setting, string>? nameOf = null)
    {
        if (changes is not { Count: > 0 })
            return request;
        nameOf ??= setting => setting.Name;
        foreach (var name in changes.Keys.Where(name => !_byName.ContainsKey(name)))
            throw new StylizationException($"There is no option '{Shorten(name)}': use {string.Join(", ", For(request.Kind).Select(nameOf))}.");
        var given = changes.Select(change => (Setting: _byName[change.Key], change.Value)).ToList();
        foreach (var (setting, value) in given)
            if (setting.Violation(value, nameOf(setting)) is { } sentence)
                throw new StylizationException(sentence);
        var changed = Replace(request, changes);
        foreach (var (setting, _) in given.Where(change => !IsHeeded(change.Setting, changed.Recipe)))
            throw new StylizationException(changed.Recipe is Recipe.Lesson13
                ? $"The recipe lesson13 has constants of its own: leave out {nameOf(setting)}, or use the recipe default."
                : $"The recipe instant paints in one pass: leave out {nameOf(setting)}, or use the recipe default.");
        if (Excess(changed, nameOf) is { } excess)
            throw new StylizationException(excess);
        return changed;
    }

    /// <summary>All that is wrong with a request, one sentence each; empty if nothing is.</summary>
    public IReadOnlyList<string> Violations(StylizationRequest request)
    {
        var values = JsonSerializer.SerializeToElement(request, Serializers.WithNotANumber);
        var changed = _withheld.Where(setting => !JsonElement.DeepEquals(values.GetProperty(setting.Name), setting.DefaultFor(request.Kind)));
        return
        [
            .. Settings.Select(setting => setting.Violation(values.GetProperty(setting.Name), setting.Name)).OfType<string>(),
            .. changed.Select(setting => $"{setting.Name} cannot be set here: leave it out."),
            .. Excess(request, setting => setting.Name) is { } excess ? (string[])[excess] : [],
        ];
    }

    private static bool IsHeeded(Setting setting, Recipe recipe) => recipe switch
    {
        Recipe.Lesson13 => setting.IsForLesson,
        Recipe.Instant => setting.IsForInstant,
        _ => true,
    };

    // Between the photo and the painting there is no more than the painting.
    private string? Excess(StylizationRequest request, Func<Setting, string> nameOf) => request is { Recipe: Recipe.Instant, Strength: > 1 }
        ? $"{nameOf(_byName["strength"])} takes a number from 0 to 1 with the recipe instant, not '{request.Strength.ToString(CultureInfo.InvariantCulture)}'."
        : null;

    private Preset Find(string name) => Presets.FirstOrDefault(preset => preset.Name == name)
        ?? throw new StylizationException($"There is no preset '{Shorten(name)}': use {string.Join(", ", Presets.Select(preset => preset.Name))}.");

    private static StylizationRequest Replace(StylizationRequest request, IReadOnlyDictionary<string, JsonElement> values)
    {
        var fields = JsonSerializer.SerializeToElement(request, Json).EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        foreach (var (name, value) in values)
            fields[name] = value;
        return JsonSerializer.SerializeToElement(fields).Deserialize<StylizationRequest>(Json)!;
    }

    private static IEnumerable<Setting> FromProperties()
    {
        var defaults = new StylizationRequest();
        foreach (var property in typeof(StylizationRequest).GetProperties())
        {
            if (property.GetCustomAttribute<SettingAttribute>() is not { } attribute)
                continue;
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var fallback = ToJson(property.GetValue(defaults));
            yield return new()
            {
                Name = name,
                Flag = attribute.Flag ?? $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name)}",
                Label = attribute.Label,
                Description = attribute.Description,
                Kind = attribute.Kind,
                Unit = attribute.Unit,
                Least = Bound(attribute.Least),
                Most = Bound(attribute.Most),
                Choices = ChoicesOf(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType),
                Default = fallback,
                ReconstructionDefault = Bound(attribute.ForReconstruction) is { } value ? ToJson(value) : fallback,
                Otherwise = attribute.Otherwise,
                Kinds = [.. Enum.GetValues<RequestKind>().Where(kind => attribute.Only is null || Enum.Parse<RequestKind>(attribute.Only, ignoreCase: true) == kind)],
                IsAdvanced = attribute.IsAdvanced,
                IsForLesson = attribute.IsForLesson,
                IsForInstant = attribute.IsForInstant,
            };
        }
    }

    // Every command line needs the defaults at once: the serializer, which takes a tenth of a second to start, is for requests.
    private static JsonElement ToJson(object? value) => JsonElement.Parse(value switch
    {
        null => "null",
        Enum word => $"\"{WordOf(word.GetType().GetField(word.ToString())!)}\"",
        string text => $"\"{JsonEncodedText.Encode(text)}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"A default of type {value.GetType().Name} has no JSON here."),
    });

    private static string WordOf(FieldInfo field) =>
        field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(field.Name);

    private static double? Bound(double value) => double.IsNaN(value) ? null : value;

    private static Dictionary<string, string> ChoicesOf(Type type) => !type.IsEnum ? [] : type.GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(
        WordOf,
        field => field.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "");

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";

    // Made on first use.
    private static class Serializers
    {
        public static readonly JsonSerializerOptions Strict = Create(JsonNumberHandling.Strict);

        // So that a request made in code is told what is wrong with it, too.
        public static readonly JsonSerializerOptions WithNotANumber = Create(JsonNumberHandling.AllowNamedFloatingPointLiterals);

        private static JsonSerializerOptions Create(JsonNumberHandling numbers)
        {
            var json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
            {
                NumberHandling = numbers,
                RespectNullableAnnotations = true,
                Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            };
            json.MakeReadOnly(populateMissingResolver: true);
            return json;
        }
    }
}
