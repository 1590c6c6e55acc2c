using Atelier.Core;

namespace Atelier.Models;

/// <summary>Weight files of the VGG family: whole networks, only their features, or features up to some layer.</summary>
internal static class VggCheckpoint
{
    /// <summary>A frozen encoder of the network in a file; the tensors tell which member of the family it is, and how deep.</summary>
    /// <param name="path">.safetensors or PyTorch; named as torchvision does, as the literature (<c>conv1_1</c>) or as AdaIN's normalized VGG; a classifier is ignored.</param>
    /// <param name="options">As for <see cref="VggEncoder"/>.</param>
    /// <exception cref="WeightFileException">The file cannot be read, or contains no VGG network.</exception>
    public static VggEncoder Load(string path, EncoderOptions? options = null)
    {
        using var state = WeightFile.Read(path);
        return Load(state, path, options);
    }

    internal static VggEncoder Load(StateDict state, string path, EncoderOptions? options)
    {
        // The encoder keeps its own copies outside the scope.
        using var scope = TorchSharp.torch.NewDisposeScope();
        var (found, known) = VggNames.Read(state);
        using var features = found;
        var (variant, depth) = Detect(features, state.Metadata.GetValueOrDefault("architecture"))
            ?? throw new WeightFileException(path, $"has no features of a VGG network that Atelier knows; use a file of {string.Join(", ", VggVariant.All.Select(v => v.Name))}.");
        using var network = VggNetwork.BuildFeatures(variant, variant.Layers[depth].Name);
        features.LoadInto(network, path);
        options ??= new();
        var normalization = options.Normalization ?? InputNormalization.TryParse(state.Metadata.GetValueOrDefault("input")) ?? known;
        return new VggEncoder(variant, network, options with { Normalization = normalization });
    }

    /// <summary>The variant whose first layers the tensors are, and the child index of the last ReLU among them.</summary>
    private static (VggVariant Variant, int Depth)? Detect(StateDict features, string? architecture) =>
        VggVariant.All.Append(VggVariant.Atelier)
            .OrderByDescending(variant => variant.Name == architecture)
            .ThenByDescending(variant => variant.Name == "vgg19")
            .Select(variant => (variant, Depth: DepthIn(variant, features)))
            .Where(candidate => candidate.Depth >= 0)
            .Select(candidate => ((VggVariant, int)?)candidate)
            .FirstOrDefault();

    private static int DepthIn(VggVariant variant, StateDict features)
    {
        var indices = features.Keys.Select(key => int.TryParse(key.Split('.')[0], out var index) ? index : -1).ToHashSet();
        var last = indices.Count > 0 ? indices.Max() : -1;
        if (last < 0 || last + 1 >= variant.Layers.Count || indices.Contains(-1))
            return -1;
        var fits = Enumerable.Range(0, last + 1).All(i => Fits(variant.Layers[i], i, indices, features));
        return fits && variant.Layers[last + 1].Kind is VggLayerKind.ReLU ? last + 1 : -1;
    }

    private static bool Fits(VggLayer layer, int index, HashSet<int> indices, StateDict features) => layer.Kind switch
    {
        VggLayerKind.ReLU or VggLayerKind.Pool => !indices.Contains(index),
        VggLayerKind.BatchNorm => features.TryGetValue($"{index}.running_mean", out var mean) && mean.shape is [var n] && n == layer.Out,
        _ => features.TryGetValue($"{index}.weight", out var weight) && weight.shape is [var k, var c, 3, 3] && k == layer.Out && c == layer.In,
    };
}
