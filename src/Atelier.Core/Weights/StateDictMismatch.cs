using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>Says in one sentence why a state dict does not fit a network.</summary>
internal static class StateDictMismatch
{
    private const int Named = 3;

    public static string? Describe(StateDict found, Dictionary<string, Tensor> expected, bool allowUnexpected)
    {
        var missing = expected.Keys.Where(k => !found.ContainsKey(k) && !MayBeMissing(k));
        var unexpected = found.Keys.Where(k => !allowUnexpected && !expected.ContainsKey(k));
        var misfits = expected.Where(e => found.ContainsKey(e.Key)).Select(e => Misfit(e.Key, e.Value, found[e.Key])).OfType<string>();
        string[] problems =
        [
            .. Part("it lacks", missing.Select(k => $"'{k}'")),
            .. Part("the network has no place for", unexpected.Select(k => $"'{k}'")),
            .. Part("it differs in", misfits),
        ];
        return problems.Length == 0 ? null : $"does not fit the network: {string.Join("; ", problems)}.";
    }

    private static string? Misfit(string name, Tensor expected, Tensor found)
    {
        if (!expected.shape.AsSpan().SequenceEqual(found.shape))
            return $"'{name}': expected {WeightDtypes.Text(expected.shape)}, found {WeightDtypes.Text(found.shape)}";
        // Fractions would be lost; every other conversion keeps what the network can hold.
        return found.is_floating_point() && !expected.is_floating_point() ? $"'{name}': expected {expected.dtype}, found {found.dtype}" : null;
    }

    private static IEnumerable<string> Part(string verb, IEnumerable<string> items)
    {
        string[] all = [.. items];
        if (all.Length == 0)
            return [];
        var more = all.Length > Named ? $" and {all.Length - Named} more" : "";
        return [$"{verb} {all.Length} tensor{(all.Length == 1 ? "" : "s")} ({string.Join(", ", all.Take(Named))}{more})"];
    }

    private static bool MayBeMissing(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);
}
