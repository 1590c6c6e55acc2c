using System.Globalization;

namespace Atelier.Bench.Gpu;

/// <summary>What the command line of <see cref="GpuCheck"/> says.</summary>
internal sealed record GpuOptions
{
    /// <summary>What is checked against the CPU: <c>cuda</c>, or <c>cpu</c> to try the checks themselves.</summary>
    public string Device { get; private init; } = "cuda";

    /// <summary>A weight file of VGG-19; null for deterministic random weights.</summary>
    public string? Weights { get; private init; }

    /// <summary>Longer sides of the pictures that the default recipe paints; the CPU paints the first, too.</summary>
    public IReadOnlyList<int> Sizes { get; private init; } = [512, 2048];

    /// <summary>Images in a training step.</summary>
    public int BatchSize { get; private init; } = 32;

    /// <summary>Reads <c>--device cuda --weights FILE --size 512 2048 --batch-size 32</c>; null where that is not understood.</summary>
    public static GpuOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new GpuOptions();
        for (var at = 0; at < arguments.Length;)
        {
            var option = arguments[at++];
            var values = new List<string>();
            while (at < arguments.Length && !arguments[at].StartsWith("--", StringComparison.Ordinal))
                values.Add(arguments[at++]);
            var numbers = values.Select(value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
            switch (option, values)
            {
                case ("--device", ["cpu" or "cuda"]):
                    options = options with { Device = values[0] };
                    break;
                case ("--weights", [var file]):
                    options = options with { Weights = file };
                    break;
                case ("--size", [_, ..]) when numbers.All(number => number >= 64):
                    options = options with { Sizes = numbers };
                    break;
                case ("--batch-size", [_]) when numbers is [> 1]:
                    options = options with { BatchSize = numbers[0] };
                    break;
                default:
                    return null;
            }
        }
        return options;
    }
}
