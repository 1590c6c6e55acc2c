using System.Globalization;

namespace Atelier.Bench.Harness;

/// <summary>What the command line says beside the benchmark's name.</summary>
public sealed record BenchOptions
{
    /// <summary>Sides in pixels; empty for the benchmark's own.</summary>
    public IReadOnlyList<int> Sizes { get; private init; } = [];

    /// <summary>Runs of each variant; null for the benchmark's own number.</summary>
    public int? Rounds { get; private init; }

    /// <summary>The folder to write results to; null to write none.</summary>
    public string? SaveTo { get; private init; }

    /// <summary>Reads <c>--size 288 512 --rounds 9 --save [folder]</c>.</summary>
    /// <returns>False where an option is unknown or a number is no positive integer.</returns>
    public static bool TryParse(ReadOnlySpan<string> arguments, out BenchOptions options)
    {
        options = new();
        for (var at = 0; at < arguments.Length;)
        {
            var option = arguments[at++];
            var values = new List<string>();
            while (at < arguments.Length && !arguments[at].StartsWith("--", StringComparison.Ordinal))
                values.Add(arguments[at++]);
            var numbers = values.Select(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToArray();
            switch (option)
            {
                case "--size" when numbers.Length > 0 && numbers.All(n => n > 0):
                    options = options with { Sizes = numbers };
                    break;
                case "--rounds" when numbers is [> 0]:
                    options = options with { Rounds = numbers[0] };
                    break;
                case "--save" when values.Count <= 1:
                    options = options with { SaveTo = values.FirstOrDefault() ?? Path.Combine("bench", "results") };
                    break;
                default:
                    return false;
            }
        }
        return true;
    }
}
