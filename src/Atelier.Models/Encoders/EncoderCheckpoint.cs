using Atelier.Core;

namespace Atelier.Models;

/// <summary>Weight files as encoders: which network is in a file, its tensors tell.</summary>
public static class EncoderCheckpoint
{
    /// <summary>A frozen encoder of the network in a file: any of the VGG family, or of the catalog.</summary>
    /// <param name="path">.safetensors or PyTorch.</param>
    /// <param name="options">Pooling and padding are for the VGG family alone.</param>
    /// <exception cref="WeightFileException">The file cannot be read, or holds no network that Atelier knows.</exception>
    public static FeatureEncoder Load(string path, EncoderOptions? options = null)
    {
        var (kind, input) = Recognize(path);
        if (kind is null)
            return VggCheckpoint.Load(path, options);
        var network = kind.Create(classes: 1000);
        FineTuning.LoadBody(network, path);
        options ??= new();
        return new StagedEncoder(kind, network, options with { Normalization = options.Normalization ?? InputNormalization.TryParse(input) });
    }

    private static (ClassifierKind? Kind, string? Input) Recognize(string path)
    {
        var info = WeightFile.Inspect(path);
        var names = info.Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        // The later of two that share a landmark is the larger.
        return (Classifiers.All.LastOrDefault(kind => names.Contains(kind.Landmark)), info.Metadata.GetValueOrDefault("input"));
    }
}
