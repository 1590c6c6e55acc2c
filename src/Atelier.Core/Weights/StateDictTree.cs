namespace Atelier.Core;

/// <summary>Finds the state dict in what a checkpoint holds.</summary>
internal static class StateDictTree
{
    private const int DeepestNesting = 8;
    private const int MostEntries = 1_000_000;

    // Names that training scripts give it, most specific first; they also save optimizers, epochs and options.
    private static readonly string[] Wrappers = ["state_dict", "model_state_dict", "model"];

    /// <summary>
    /// The tensors by name. A wrapper is unwrapped; dictionaries within dictionaries get dotted names; whatever is not a tensor is ignored.
    /// </summary>
    public static IEnumerable<(string Name, TorchTensor Tensor)> Flatten(object? root)
    {
        if (root is not PickleDict dict)
            throw new WeightFormatException("holds a single object, not a state dict; save model.state_dict().");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var budget = MostEntries;
        foreach (var (name, tensor) in Walk(Unwrap(dict), "", 0, ref budget))
            if (!seen.Add(name))
                throw new WeightFormatException($"has two tensors named '{name}'.");
            else
                yield return (name, tensor);
    }

    private static PickleDict Unwrap(PickleDict dict)
    {
        for (var depth = 0; depth < DeepestNesting; depth++)
        {
            if (Wrappers.Select(w => dict.Items.GetValueOrDefault(w)).OfType<PickleDict>().FirstOrDefault() is not { } inner)
                return dict;
            dict = inner;
        }
        throw TooDeep();
    }

    private static List<(string Name, TorchTensor Tensor)> Walk(PickleDict dict, string prefix, int depth, ref int budget)
    {
        if (depth == DeepestNesting)
            throw TooDeep();
        var found = new List<(string, TorchTensor)>();
        foreach (var (key, value) in dict.Items)
        {
            if (--budget < 0)
                throw new WeightFormatException($"is hostile: its state dict has more than {MostEntries} entries.");
            if (value is TorchTensor tensor)
                found.Add((prefix + key, tensor));
            else if (value is PickleDict inner)
                found.AddRange(Walk(inner, $"{prefix}{key}.", depth + 1, ref budget));
        }
        return found;
    }

    private static WeightFormatException TooDeep() => new($"nests dictionaries deeper than {DeepestNesting}; save model.state_dict() alone.");
}
