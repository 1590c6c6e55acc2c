using System.CommandLine;
using System.CommandLine.Parsing;
using System.Numerics;
using Atelier.Core;

namespace Atelier.Cli;

/// <summary>Makes options whose errors say what the option takes.</summary>
internal static class NewOption
{
    /// <summary>A number in [<paramref name="least"/>, <paramref name="most"/>]; whole for whole-number types.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="description">For the help, without the range and the default, which are added.</param>
    /// <param name="value">The default.</param>
    /// <param name="least">Null: no bound.</param>
    /// <param name="most">Null: no bound.</param>
    /// <param name="refuse">What is wrong with a number, null where nothing is; null where the bounds say it all.</param>
    public static Option<T> Number<T>(string name, string description, T value, T? least = null, T? most = null, Func<T, string?>? refuse = null)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = "number",
            DefaultValueFactory = _ => value,
            CustomParser = result => Parse(result, name, least, most, refuse),
        };

    /// <summary>As <see cref="Number{T}"/>, null where it is not given.</summary>
    public static Option<T?> OptionalNumber<T>(string name, string description, T? least = null, T? most = null, Func<T, string?>? refuse = null)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = "number",
            CustomParser = result => Parse(result, name, least, most, refuse),
        };

    /// <summary>One of several words.</summary>
    public static Option<string> Choice(string name, string description, string value, params string[] among)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', among), DefaultValueFactory = _ => value };
        option.CompletionSources.Add(among);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !among.Contains(word))
                result.AddError($"{name} takes {string.Join(", ", among.SkipLast(1))} or {among[^1]}, not '{word}'.");
        });
        return option;
    }

    private static T Parse<T>(ArgumentResult result, string name, T? least, T? most, Func<T, string?>? refuse)
        where T : struct, INumber<T>
    {
        var text = result.Tokens is [{ Value: var token }] ? token : "";
        if (!PlainNumber.TryParse<T>(text, out var value) || value < least || value > most)
            result.AddError($"{name} takes {Wanted(least, most)}, not '{text}'.");
        else if (refuse?.Invoke(value) is { } problem)
            result.AddError(problem);
        return value;
    }

    private static string Wanted<T>(T? least, T? most)
        where T : struct, INumber<T>
    {
        var kind = PlainNumber.TryParse<T>("0.5", out _) ? "a number" : "a whole number";
        return (least, most) switch
        {
            ({ } low, { } high) => $"{kind} from {low} to {high}",
            ({ } low, null) => $"{kind} of at least {low}",
            (null, { } high) => $"{kind} of at most {high}",
            _ => kind,
        };
    }
}
