using System.CommandLine;
using System.Numerics;
using Atelier.Core;

namespace Atelier.Cli;

/// <summary>Options that fill in a record. Defaults and limits are the record's: a value that it refuses is the option's error.</summary>
/// <param name="defaults">The record where no option is given.</param>
internal sealed class RecordOptions<TRecord>(TRecord defaults) : OptionGroup
{
    private readonly List<(Option Option, Func<Invocation, TRecord, TRecord> Fill)> _bound = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [.. _bound.Select(bound => bound.Option)];

    /// <summary>A number.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="get">The property.</param>
    /// <param name="with">The record with another value of it.</param>
    public void Number<T>(string name, string description, Func<TRecord, T> get, Func<TRecord, T, TRecord> with)
        where T : struct, INumber<T> => Bind(NewOption.Number(name, description, get(defaults), refuse: value => Refusal(name, value, with)), with);

    /// <summary>A number, null where it is not given.</summary>
    public void OptionalNumber<T>(string name, string description, Func<TRecord, T?, TRecord> with)
        where T : struct, INumber<T> => Bind(NewOption.OptionalNumber<T>(name, description, refuse: value => Refusal(name, value, with)), with);

    /// <summary>One of several words.</summary>
    public void Choice(string name, string description, string value, string[] among, Func<TRecord, string, TRecord> with) =>
        Bind(NewOption.Choice(name, description, value, among), with);

    /// <summary>Yes if it is given.</summary>
    public void Flag(string name, string description, Func<TRecord, bool, TRecord> with) => Bind(new Option<bool>(name) { Description = description }, with);

    /// <summary>A text, null where it is not given.</summary>
    public void Text(string name, string description, string help, Func<TRecord, string?, TRecord> with) =>
        Bind(new Option<string?>(name) { Description = description, HelpName = help }, with);

    /// <summary>An input file, looked for before the command runs; the record gets its full path, or null.</summary>
    public void InputFile(string name, string description, Func<TRecord, string?, TRecord> with) =>
        Bind(new Option<FileInfo?>(name) { Description = description, HelpName = "file" }, (record, file) => with(record, file?.FullName));

    /// <summary>Several words.</summary>
    public void Words(string name, string description, Func<TRecord, IReadOnlyList<string>> get, Func<TRecord, string[], TRecord> with)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            HelpName = "name",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. get(defaults)],
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Refusal(name, [.. result.Tokens.Select(token => token.Value)], with) is { } problem)
                result.AddError(problem);
        });
        Bind(option, with);
    }

    /// <summary>A record with what the command line says of these options.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="record">What the other properties are.</param>
    public TRecord Read(Invocation call, TRecord record) => _bound.Aggregate(record, (filled, bound) => bound.Fill(call, filled));

    private void Bind<T>(Option<T> option, Func<TRecord, T, TRecord> with) => _bound.Add((option, (call, record) => with(record, call.Get(option))));

    // "Mixup must be between 0 and 100, but is 500." is then said of --mixup.
    private string? Refusal<T>(string name, T value, Func<TRecord, T, TRecord> with)
    {
        try
        {
            with(defaults, value);
            return null;
        }
        catch (ArgumentException e)
        {
            var sentence = ExceptionSentence.Of(e);
            return e.ParamName is { } property && sentence.StartsWith($"{property} ", StringComparison.Ordinal) ? name + sentence[property.Length..] : $"{name}: {sentence}";
        }
    }
}
