using System.Text.RegularExpressions;

namespace Atelier.Data;

/// <summary>The names that people give to the parts of a data set.</summary>
internal static partial class FolderParts
{
    /// <summary>The part that a name stands for: <c>train</c>, <c>Training Set</c>, <c>val2017</c>, <c>dev</c>, <c>test1</c> and the like; <see cref="DataPart.Any"/> for every other name.</summary>
    public static DataPart Of(string name)
    {
        var match = Known().Match(name);
        return match switch
        {
            { Success: false } => DataPart.Any,
            _ when match.Groups["train"].Success => DataPart.Training,
            _ when match.Groups["val"].Success => DataPart.Validation,
            _ => DataPart.Test,
        };
    }

    [GeneratedRegex(
        @"\A((?<train>train|training)|(?<val>val|valid|validation|dev|development|eval|evaluation)|(?<test>test|testing))[ _-]?(set|data|images|imgs)?[ _-]?\d*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Known();
}
