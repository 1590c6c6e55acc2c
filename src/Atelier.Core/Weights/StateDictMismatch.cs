using static TorchSharp.torch;

namespace Atelier.Core.Weights;

/// <summary>Says in one sentence why a state dict does not fit a network.</summary>
internal static class StateDictMismatch
{
    private const int Named = 3;

    public static string? Describe(StateDict found, Dictionary<string, Tensor> expected, bool allowUnexpected)
    {
        var missing = expected.Keys.Where(k => !found.ContainsKey(k) && !MayBeMissing(k)).ToList();
        List<string> unexpected = allowUnexpected ? [] : [.. found.Keys.Where(k => !expected.ContainsKey(k))];
        var misfits = expected.Where(e => found.ContainsKey(e.Key)).Select(e => Misfit(e.Key, e.Value, found[e.Key])).OfType<string>().ToList();
        string[] problems =
        [
            .. List(missing, "it lacks", "tensor", quoted: true),
            .. List(unexpected, "the network has no place for", "tensor", quoted: true),
            .. List(misfits, "it differs in", "tensor", quoted: false),
        ];
        return problems.Length == 0 ? null : $"does not fit the network: {string.Join("; ", problems)}.";
    }

    private static string? Misfit(string name, Tensor expected, Tensor found) => (expected, found) switch
    {
        _ when !expected.shape.SequenceEqual(found.shape) =>
            $"'{name}' (expected {WeightDtypes.Text(expected.shape)}, found {WeightDtypes.Text(found.shape)})",
        // Numbers with fractions would lose them; every other conversion keeps what the network can hold.
        _ when found.is_floating_point() && !expected.is_floating_point() => $"'{name}' (expected {expected.dtype}, found {found.dtype})",
        _ => null,
    };

    private static IEnumerable<string> List(List<string> items, string verb, string noun, bool quoted)
    {
        if (items.Count == 0)
            return [];
        var names = string.Join(", ", items.Take(Named).Select(i => quoted ? $"'{i}'" : i));
        var more = items.Count > Named ? $" and {items.Count - Named} more" : "";
        return [$"{verb} {items.Count} {noun}{(items.Count == 1 ? "" : "s")} ({names}{more})".Replace("((", "(", StringComparison.Ordinal)];
    }

    private static bool MayBeMissing(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);
}
