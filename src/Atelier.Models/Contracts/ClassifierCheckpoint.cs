using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>Weight files of classifiers as torchvision, timm and Cadene publish them.</summary>
/// <remarks>
/// Understood automatically: what networks are wrapped in, such as <c>module.</c>, timm's name of the last layer, 1001 classes where the
/// first is the background, and auxiliary heads that either the network or the file lacks.
/// </remarks>
internal static class ClassifierCheckpoint
{
    // timm's name for the last layer of Inception-ResNet-v2, and Cadene's, which is ours.
    private const string TimmHead = "classif.";
    private const string CadeneHead = "last_linear.";

    /// <summary>Loads a file into a network, strictly: no tensor may be missing, and none may be left over, except for auxiliary heads that a file lacks.</summary>
    /// <param name="network">The network whose weights the file has.</param>
    /// <param name="path">A .safetensors file, or one that PyTorch saved.</param>
    /// <exception cref="WeightFileException">The file cannot be read, or belongs to another network; the message names the tensors.</exception>
    public static void Load(Classifier network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var state = Read(network, path);
        Load(network, path, state, HeadsWithout(network, state));
    }

    /// <summary>Starts fine-tuning: loads a file into a network, but leaves the layers that depend on the classes as they are if the file has other classes.</summary>
    /// <param name="network">The network, with as many classes as are to be learned.</param>
    /// <param name="path">A .safetensors file, or one that PyTorch saved.</param>
    /// <returns>The modules that were left as they are; none if the file has everything.</returns>
    /// <exception cref="WeightFileException">The file cannot be read, or belongs to another network.</exception>
    public static IReadOnlyList<string> LoadBody(Classifier network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var file = Read(network, path);
        var own = network.state_dict();
        var others = OfClasses(network, own)
            .Where(name => !file.TryGetValue(name, out var tensor) || !tensor.shape.AsSpan().SequenceEqual(own[name].shape))
            .Concat(HeadsWithout(network, file))
            .ToHashSet(StringComparer.Ordinal);
        Load(network, path, file, others);
        return [.. others.Select(name => IsAuxiliary(name) ? name.Split('.')[0] : name[..name.LastIndexOf('.')]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    // All but some tensors, which stay as they are.
    private static void Load(Classifier network, string path, StateDict file, HashSet<string> others)
    {
        var own = network.state_dict();
        using var scope = NewDisposeScope();
        using var rest = new StateDict(file
            .Where(entry => !others.Contains(entry.Key))
            .Concat(others.Select(name => KeyValuePair.Create(name, own[name])))
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.alias())));
        rest.LoadInto(network, path);
    }

    // The tensors of the auxiliary heads of which a file has nothing at all, as it does where they were dropped after training.
    private static HashSet<string> HeadsWithout(Classifier network, StateDict file)
    {
        var heads = file.Keys.Where(IsAuxiliary).Select(name => name.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        return network.state_dict().Keys.Where(name => IsAuxiliary(name) && !heads.Contains(name.Split('.')[0])).ToHashSet(StringComparer.Ordinal);
    }

    // A file's tensors under the network's names; the caller owns them.
    private static StateDict Read(Classifier network, string path)
    {
        using var file = WeightFile.Read(path);
        var own = network.state_dict();
        var (hasTimmHead, hasAuxiliary) = (own.Keys.Any(IsTimmHead), own.Keys.Any(IsAuxiliary));
        var prefix = StateDictPrefix.Find([.. file.Keys], [.. own.Keys]);
        using var scope = NewDisposeScope();
        return new(
            from entry in file
            where entry.Key.StartsWith(prefix, StringComparison.Ordinal)
            let bare = entry.Key[prefix.Length..]
            let name = IsTimmHead(bare) && !hasTimmHead ? CadeneHead + bare[TimmHead.Length..] : bare
            where hasAuxiliary || !IsAuxiliary(name)
            select KeyValuePair.Create(name, own.TryGetValue(name, out var target) ? WithoutBackground(entry.Value, target) : entry.Value.alias()),
            file.Metadata);
    }

    private static IEnumerable<string> OfClasses(Classifier network, IReadOnlyDictionary<string, Tensor> own)
    {
        var handles = network.LayerGroups[^1].SelectMany(module => module.parameters()).Select(parameter => parameter.Handle).ToHashSet();
        return own.Where(entry => handles.Contains(entry.Value.Handle)).Select(entry => entry.Key);
    }

    private static bool IsTimmHead(string name) => name.StartsWith(TimmHead, StringComparison.Ordinal);

    private static bool IsAuxiliary(string name) => name.Split('.')[0] is "aux1" or "aux2" or "AuxLogits";

    // TensorFlow's networks have an additional class 0, "none of these".
    private static Tensor WithoutBackground(Tensor tensor, Tensor target)
    {
        var (from, to) = (tensor.shape, target.shape);
        return from.Length > 0 && from.Length == to.Length && from[0] == 1001 && to[0] == 1000 && from.AsSpan(1).SequenceEqual(to.AsSpan(1))
            ? tensor.narrow(0, 1, 1000)
            : tensor.alias();
    }
}
