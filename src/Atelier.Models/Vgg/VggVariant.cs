namespace Atelier.Models;

/// <summary>A member of the VGG family: how many convolutions each block has, how wide they are, and whether batch norm follows them.</summary>
/// <remarks>
/// Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2015, table 1: A, B, D, E; and
/// Atelier's own, which is VGG-19 through its third block at half the width.
/// </remarks>
internal sealed record VggVariant
{
    private const long LinearWeights = (512 * 7 * 7 * 4096) + (4096 * 4096) + (4096 * 1000);
    private const long LinearBiases = 4096 + 4096 + 1000;

    private static readonly int[] Channels = [64, 128, 256, 512, 512];

    private VggVariant(string name, int[] depths, int[] channels, bool batchNorm) =>
        (Name, Depths, BatchNorm, Layers) = (name, depths, batchNorm, [.. Table(depths, channels, batchNorm)]);

    /// <summary>torchvision's name, for example <c>vgg16_bn</c>.</summary>
    public string Name { get; }

    /// <summary>Convolutions in each block.</summary>
    public IReadOnlyList<int> Depths { get; }

    /// <summary>Whether there is batch norm between each convolution and its ReLU.</summary>
    public bool BatchNorm { get; }

    /// <summary>The children of <c>features</c>, in order; an item's position is its child index.</summary>
    internal IReadOnlyList<VggLayer> Layers { get; }

    /// <summary>VGG-11, 13, 16 and 19, each without and with batch norm.</summary>
    public static IReadOnlyList<VggVariant> All { get; } =
    [
        .. from depths in (int[][])[[1, 1, 2, 2, 2], [2, 2, 2, 2, 2], [2, 2, 3, 3, 3], [2, 2, 4, 4, 4]]
           from batchNorm in (bool[])[false, true]
           select new VggVariant($"vgg{depths.Sum() + 3}{(batchNorm ? "_bn" : "")}", depths, Channels, batchNorm),
    ];

    /// <summary>The embedded network's: three blocks half as wide as VGG-19's, and nothing after them.</summary>
    public static VggVariant Atelier { get; } = new("atelier", [2, 2, 4], [32, 64, 96], batchNorm: false);

    /// <summary>The variant with this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static VggVariant Named(string name) =>
        All.Append(Atelier).FirstOrDefault(v => v.Name == name)
        ?? throw new ArgumentException($"Unknown network '{name}': use one of {string.Join(", ", All.Select(v => v.Name))}.", nameof(name));

    /// <summary>The child index of a layer, given its name (<c>relu3_1</c>) or the index itself as digits.</summary>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public int IndexOf(string layer)
    {
        var index = int.TryParse(layer, out var i) ? i : Layers.TakeWhile(l => l.Name != layer).Count();
        return index >= 0 && index < Layers.Count
            ? index
            : throw new ArgumentException($"{Name} has no layer '{layer}': use relu1_1 to {Layers[^2].Name}, or a child index from 0 to {Layers.Count - 1}.", nameof(layer));
    }

    // With the classifier for a thousand classes, if the variant has one.
    internal long CountParameters() => (HasClassifier ? LinearWeights + LinearBiases : 0) + Layers.Sum(layer => layer.Kind switch
    {
        VggLayerKind.Convolution => (long)layer.Out * (layer.In * 9 + 1),
        VggLayerKind.BatchNorm => 2 * layer.Out,
        _ => 0,
    });

    // For one square image; each pool halves its side.
    internal long CountMultiplyAdds(int size) => (HasClassifier ? LinearWeights : 0) + Layers.Sum(layer =>
    {
        long side = size >> (layer.Name[^3] - '1');
        return layer.Kind is VggLayerKind.Convolution ? side * side * layer.In * layer.Out * 9 : 0;
    });

    private bool HasClassifier => Depths.Count == Channels.Length;

    private static IEnumerable<VggLayer> Table(int[] depths, int[] widths, bool batchNorm)
    {
        var channels = 3;
        for (var block = 0; block < depths.Length; block++)
        {
            for (var c = 1; c <= depths[block]; c++)
            {
                var place = $"{block + 1}_{c}";
                yield return new($"conv{place}", VggLayerKind.Convolution, channels, widths[block]);
                if (batchNorm)
                    yield return new($"bn{place}", VggLayerKind.BatchNorm, widths[block], widths[block]);
                channels = widths[block];
                yield return new($"relu{place}", VggLayerKind.ReLU, channels, channels);
            }
            yield return new($"pool{block + 1}", VggLayerKind.Pool, channels, channels);
        }
    }
}

/// <summary>A child of <c>features</c>.</summary>
/// <param name="Name">Its name in the literature: <c>conv1_1</c>, <c>bn1_1</c>, <c>relu1_1</c>, <c>pool1</c>.</param>
/// <param name="Kind">What it computes.</param>
/// <param name="In">Input channels.</param>
/// <param name="Out">Output channels.</param>
internal sealed record VggLayer(string Name, VggLayerKind Kind, int In, int Out);

/// <summary>What a child of <c>features</c> computes.</summary>
internal enum VggLayerKind
{
    /// <summary>3x3, stride 1, padding 1, with bias.</summary>
    Convolution,

    /// <summary>Per channel, eps 1e-5.</summary>
    BatchNorm,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>2x2, stride 2.</summary>
    Pool,
}
