using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>Weight files of classifiers as torchvision, timm and Cadene publish them.</summary>
public static class ClassifierCheckpoint
{
    private const string Distributed = "module.";

    // timm's name for the last layer of Inception-ResNet-v2, and Cadene's, which is ours.
    private const string TimmHead = "classif.";
    private const string CadeneHead = "last_linear.";

    /// <summary>Loads a file into a network, strictly: every tensor must be there, and none too many.</summary>
    /// <param name="network">One of the catalog's.</param>
    /// <param name="path">.safetensors or PyTorch's .pth.</param>
    /// <remarks>
    /// Understood without being asked: names that begin with <c>module.</c>, timm's name of the last layer, 1001 classes where the
    /// first is the background, and auxiliary heads that the network was made without.
    /// </remarks>
    /// <exception cref="WeightFileException">The file cannot be read, or is of another network; the message has the names.</exception>
    public static void Load(nn.Module network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var state = Read(network, path);
        state.LoadInto(network, path);
    }

    /// <summary>A file's tensors under the network's names. The caller owns them.</summary>
    internal static StateDict Read(nn.Module network, string path)
    {
        using var file = WeightFile.Read(path);
        var own = network.state_dict();
        var (hasTimmHead, hasAuxiliary) = (own.Keys.Any(IsTimmHead), (network as IAuxiliaryHeads)?.AuxiliaryWeights is not []);
        using var scope = NewDisposeScope();
        return new(
            from entry in file
            let bare = entry.Key.StartsWith(Distributed, StringComparison.Ordinal) ? entry.Key[Distributed.Length..] : entry.Key
            let name = IsTimmHead(bare) && !hasTimmHead ? CadeneHead + bare[TimmHead.Length..] : bare
            where hasAuxiliary || !IsAuxiliary(name)
            select KeyValuePair.Create(name, own.TryGetValue(name, out var target) ? WithoutBackground(entry.Value, target) : entry.Value.alias()),
            file.Metadata);
    }

    private static bool IsTimmHead(string name) => name.StartsWith(TimmHead, StringComparison.Ordinal);

    private static bool IsAuxiliary(string name) => name.Split('.')[0] is "aux1" or "aux2" or "AuxLogits";

    // TensorFlow's networks have a class 0 of their own for "none of these".
    private static Tensor WithoutBackground(Tensor tensor, Tensor target)
    {
        var (from, to) = (tensor.shape, target.shape);
        return from.Length > 0 && from.Length == to.Length && from[0] == 1001 && to[0] == 1000 && from.AsSpan(1).SequenceEqual(to.AsSpan(1))
            ? tensor.narrow(0, 1, 1000)
            : tensor.alias();
    }
}
