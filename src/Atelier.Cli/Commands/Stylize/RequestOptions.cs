using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Atelier.Stylization;

namespace Atelier.Cli;

/// <summary>A request for a picture on the command line: one option for each setting of the schema, and the presets.</summary>
internal sealed class RequestOptions : OptionGroup
{
    private const string StartName = "start";
    private const string ImageWord = "image";

    // What a command line can name and a page cannot: files.
    private static readonly Dictionary<string, (string HelpName, string Remark)> Files = new(StringComparer.Ordinal)
    {
        [StartName] = ("content|noise|file", "Or a picture's file."),
        ["network"] = ("name|file", "Or a weight file (.safetensors, .pth)."),
    };

    private readonly StylizationSchema _schema;
    private readonly RequestKind _kind;
    private readonly List<(Setting Setting, Option<string[]> Option)> _settings;
    private readonly Option<string?> _preset = new("--preset") { HelpName = "name" };

    /// <param name="kind">What the command makes.</param>
    /// <param name="schema">The settings.</param>
    /// <param name="without">Names of settings that the command takes in another way.</param>
    public RequestOptions(RequestKind kind, StylizationSchema schema, params string[] without)
    {
        (_kind, _schema) = (kind, schema);
        _settings = [.. schema.For(kind).Where(setting => !without.Contains(setting.Name)).Select(setting => (setting, Make(setting)))];
        _preset.Description = "Settings that were tried out together; options beside it win. "
            + string.Join(" ", schema.Presets.Select(preset => $"{preset.Name}: {preset.Description}"));
        _preset.CompletionSources.Add([.. schema.Presets.Select(preset => preset.Name)]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options =>
        [.. _kind is RequestKind.Stylize ? (Option[])[_preset] : [], .. _settings.Select(setting => setting.Option)];

    /// <summary>The request, without what the command takes in another way.</summary>
    /// <param name="call">This run of the command.</param>
    /// <param name="recipe">The recipe that another option asks for; null for the request's own.</param>
    /// <param name="usual">Settings for what is not given, by name; null for the defaults.</param>
    /// <exception cref="UsageException">The values do not go together.</exception>
    public StylizationRequest Read(Invocation call, Recipe? recipe = null, IReadOnlyDictionary<string, JsonElement>? usual = null)
    {
        var given = _settings.Where(setting => call.IsGiven(setting.Option)).ToDictionary(
            setting => setting.Setting.Name,
            setting => StartFile(call, setting.Setting) is null
                ? setting.Setting.Parse(call.Get(setting.Option))
                : JsonSerializer.SerializeToElement(ImageWord));
        if (recipe is { } asked)
            given.TryAdd("recipe", JsonSerializer.SerializeToElement(asked, StylizationSchema.Json));
        foreach (var (name, value) in usual ?? new Dictionary<string, JsonElement>())
            given.TryAdd(name, value);
        return Invocation.Build(() => _schema.Create(_kind, _kind is RequestKind.Stylize ? call.Get(_preset) : null, given, setting => setting.Flag));
    }

    /// <summary>Whether a preset is given.</summary>
    public bool HasPreset(Invocation call) => call.Get(_preset) is not null;

    /// <summary>The picture's file that <c>--start</c> names, if it names one.</summary>
    /// <exception cref="InputException">There is no such file.</exception>
    public FileInfo? StartFile(Invocation call) => _settings.Select(setting => StartFile(call, setting.Setting)).FirstOrDefault(file => file is not null);

    private FileInfo? StartFile(Invocation call, Setting setting)
    {
        if (setting.Name != StartName || call.Get(_settings.First(known => known.Setting == setting).Option) is not [var word])
            return null;
        if (word != ImageWord && setting.Choices.ContainsKey(word))
            return null;
        return File.Exists(word)
            ? new FileInfo(word)
            : throw new InputException($"{word}: no such file; {setting.Flag} takes content, noise or a picture's file.");
    }

    private Option<string[]> Make(Setting setting)
    {
        var isList = setting.Kind is SettingKind.Layers or SettingKind.Numbers;
        var option = new Option<string[]>(setting.Flag)
        {
            Description = Describe(setting),
            HelpName = Files.TryGetValue(setting.Name, out var file) ? file.HelpName : HelpName(setting),
            Arity = isList ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
            AllowMultipleArgumentsPerToken = isList,
            CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        };
        if (setting.DefaultFor(_kind) is { ValueKind: not JsonValueKind.Null } value)
            option.DefaultValueFactory = _ => [value.ToString()];
        option.CompletionSources.Add([.. setting.Choices.Keys]);
        if (setting.Name != StartName)
            option.Validators.Add(result => Check(result, setting));
        return option;
    }

    private static void Check(System.CommandLine.Parsing.OptionResult result, Setting setting)
    {
        if (result.Tokens.Count > 0 && setting.Violation(setting.Parse(result.Tokens.Select(token => token.Value)), setting.Flag) is { } sentence)
            result.AddError(sentence);
    }

    private static string Describe(Setting setting)
    {
        List<string> parts = [setting.Description];
        if (setting.Choices.Any(choice => choice.Value.Length > 0))
            parts.Add($"{string.Join("; ", setting.Choices.Where(choice => choice.Key != ImageWord).Select(choice => $"{choice.Key}: {choice.Value}"))}.");
        if (Files.TryGetValue(setting.Name, out var file))
            parts.Add(file.Remark);
        if (Range(setting) is { } range)
            parts.Add(range);
        if (setting.Otherwise is not null)
            parts.Add($"[default: {setting.Otherwise}]");
        return string.Join(' ', parts);
    }

    private static string? Range(Setting setting) => (setting.Least, setting.Most) switch
    {
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"From {least} to {most}."),
        ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"At least {least}."),
        _ => null,
    };

    private static string HelpName(Setting setting) => setting.Kind switch
    {
        SettingKind.Choice => string.Join('|', setting.Choices.Keys),
        SettingKind.Layers => "layers",
        SettingKind.Numbers => "numbers",
        SettingKind.Text => "text",
        _ => "number",
    };
}
