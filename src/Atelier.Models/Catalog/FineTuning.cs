using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>Networks that begin from what was learned elsewhere.</summary>
public static class FineTuning
{
    /// <summary>Loads a weight file into a classifier; what the file has for another number of classes is left out, and stays as it was.</summary>
    /// <param name="network">An <see cref="IClassifier"/>.</param>
    /// <param name="path">A .safetensors or PyTorch file, as <see cref="ClassifierCheckpoint"/> understands it.</param>
    /// <returns>Whether the classifier itself was loaded, and not only what comes before it.</returns>
    /// <exception cref="WeightFileException">The file cannot be read, or is of another network.</exception>
    public static bool LoadBody(nn.Module<Tensor, Tensor> network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var file = ClassifierCheckpoint.Read(network, path);
        var own = network.state_dict();
        var others = OfClasses(network, own).Where(name => !file.TryGetValue(name, out var tensor) || !tensor.shape.AsSpan().SequenceEqual(own[name].shape)).ToHashSet(StringComparer.Ordinal);
        using var scope = NewDisposeScope();
        using var body = new StateDict(file
            .Where(entry => !others.Contains(entry.Key))
            .Concat(others.Select(name => KeyValuePair.Create(name, own[name])))
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.alias())));
        body.LoadInto(network, path);
        return others.Count == 0;
    }

    private static IEnumerable<string> OfClasses(nn.Module network, IReadOnlyDictionary<string, Tensor> own)
    {
        var handles = ((IClassifier)network).LayerGroups[^1].SelectMany(module => module.parameters()).Select(parameter => parameter.Handle).ToHashSet();
        return own.Where(entry => handles.Contains(entry.Value.Handle)).Select(entry => entry.Key);
    }
}
