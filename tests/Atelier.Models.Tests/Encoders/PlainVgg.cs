using Atelier.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Atelier.Models.Tests;

/// <summary>What an encoder stands for: the modules one after another, through autograd.</summary>
internal static class PlainVgg
{
    /// <summary>A network with the reference weights, in eval mode.</summary>
    public static Sequential Build(string variant, string? through = null)
    {
        var features = ReferenceFill.Apply(VggNetwork.BuildFeatures(VggVariant.Named(variant), through));
        features.eval();
        foreach (var parameter in features.parameters())
            parameter.requires_grad = false;
        return features;
    }

    /// <summary>The output of each ReLU, by name.</summary>
    public static Dictionary<string, Tensor> Taps(VggVariant variant, Sequential features, Tensor input, EncoderOptions options)
    {
        var taps = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (layer, module) in variant.Layers.Zip(features.children()))
        {
            input = module switch
            {
                Conv2d convolution => F.conv2d(Pad(input, options.Padding), convolution.weight!, convolution.bias!),
                BatchNorm norm => norm.call(input),
                ReLU => input.relu(),
                _ => options.Pooling is PoolingMode.Max ? F.max_pool2d(input, 2) : F.avg_pool2d(input, 2),
            };
            if (module is ReLU)
                taps[layer.Name] = input;
        }
        return taps;
    }

    private static Tensor Pad(Tensor input, PaddingMode padding) => padding is PaddingMode.Zero
        ? F.pad(input, [1, 1, 1, 1])
        : F.pad(input, [1, 1, 1, 1], TorchSharp.PaddingModes.Reflect);
}
