using System.Text.RegularExpressions;
using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>Brings the features of a VGG under torchvision's names, however a file names and arranges them.</summary>
internal static partial class VggNames
{
    private const string Features = "features.", FirstConvolution = "conv1_1.weight";

    /// <summary>The features by child index, as <c>0.weight</c>, and the normalization that the arrangement is known for; null where it is known for none.</summary>
    /// <remarks>
    /// Known are torchvision's names under any prefix; those of the literature, <c>conv1_1</c> to <c>conv5_4</c>, which converters of Caffe's
    /// networks keep; and the normalized VGG of AdaIN (Huang and Belongie 2017), which pads in layers of its own and begins with a 1x1
    /// convolution of the colors. That one is folded into the first convolution, exactly so under reflection.
    /// </remarks>
    public static (StateDict Features, InputNormalization? Normalization) Read(StateDict state)
    {
        using var scope = NewDisposeScope();
        if (state.Keys.FirstOrDefault(key => key == FirstConvolution || key.EndsWith('.' + FirstConvolution, StringComparison.Ordinal)) is { } first)
            return (ByBlocks(state, first[..^FirstConvolution.Length]), InputNormalization.Caffe);
        if (Normalized(state) is { } colors)
            return (ByOrder(state, colors), InputNormalization.None);
        // A wrapper's prefix stands before the whole network's.
        var prefix = state.Keys.Select(key => key.IndexOf(Features, StringComparison.Ordinal) is var at and >= 0 ? key[..(at + Features.Length)] : null)
            .FirstOrDefault(found => found is not null) ?? "";
        return (Renamed(state.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => (entry.Key[prefix.Length..], entry.Value.alias()))), null);
    }

    private static StateDict ByBlocks(StateDict state, string prefix)
    {
        var convolutions = state.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => (Match: Convolution().Match(entry.Key[prefix.Length..]), Tensor: entry.Value))
            .Where(entry => entry.Match.Success)
            .Select(entry => (Block: entry.Match.Groups["block"].Value[0] - '0', Number: entry.Match.Groups["number"].Value[0] - '0', Part: entry.Match.Groups["part"].Value, entry.Tensor))
            .ToList();
        var depths = convolutions.GroupBy(entry => entry.Block).ToDictionary(block => block.Key, block => block.Max(entry => entry.Number));
        // Each convolution is followed by a ReLU, each block by a pool.
        return Renamed(convolutions.Select(entry => (
            $"{Enumerable.Range(1, entry.Block - 1).Sum(block => 2 * depths.GetValueOrDefault(block) + 1) + 2 * (entry.Number - 1)}.{entry.Part}", entry.Tensor.alias())));
    }

    // The 1x1 convolution of the colors: weight and bias.
    private static (Tensor Weight, Tensor Bias)? Normalized(StateDict state) =>
        state.TryGetValue("0.weight", out var weight) && weight.shape is [3, 3, 1, 1] && state.TryGetValue("0.bias", out var bias)
            && state.TryGetValue("2.weight", out var next) && next.shape is [64, 3, 3, 3]
            ? (weight.view(3, 3), bias)
            : null;

    private static StateDict ByOrder(StateDict state, (Tensor Weight, Tensor Bias) colors)
    {
        var found = state.Keys.Where(key => key.EndsWith(".weight", StringComparison.Ordinal)).Select(key => int.TryParse(key.Split('.')[0], out var index) ? index : 0)
            .Where(index => index > 0).Order().ToList();
        var places = VggVariant.Named("vgg19").Layers.Index().Where(layer => layer.Item.Kind is VggLayerKind.Convolution).Select(layer => layer.Index);
        var renamed = new List<(string, Tensor)>();
        foreach (var (from, to) in found.Zip(places))
        {
            var (weight, bias) = (state[$"{from}.weight"], state[$"{from}.bias"]);
            if (to == 0)
            {
                bias = bias.add(weight.sum([2, 3]).mv(colors.Bias), alpha: Numbers.One);
                weight = einsum("kjyx,ji->kiyx", weight, colors.Weight).contiguous();
            }
            renamed.Add(($"{to}.weight", weight.alias()));
            renamed.Add(($"{to}.bias", bias.alias()));
        }
        return Renamed(renamed);
    }

    private static StateDict Renamed(IEnumerable<(string Name, Tensor Value)> entries) => new([.. entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Value))]);

    [GeneratedRegex(@"^conv(?<block>[1-5])_(?<number>[1-4])\.(?<part>weight|bias)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Convolution();
}
