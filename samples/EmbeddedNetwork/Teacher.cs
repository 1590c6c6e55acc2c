using System.Globalization;
using Atelier.Core;
using Atelier.Kernels;
using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Samples.EmbeddedNetwork;

/// <summary>Exact VGG-19 through relu3_4, frozen.</summary>
internal sealed class Teacher : IDisposable
{
    private readonly FeatureEncoder _encoder;
    private readonly StateDict _weights;

    // The prefix of each convolution's tensors, first to last: a ReLU follows each.
    private readonly string[] _convolutions;

    /// <param name="path">Its weight file.</param>
    public Teacher(string path)
    {
        _encoder = NetworkCatalog.LoadEncoder(path, new() { Padding = PaddingMode.Reflection });
        _weights = WeightFile.Read(path);
        Layers = _encoder.Layers;
        _convolutions =
        [
            .. _weights.Where(entry => entry.Value.dim() == 4)
                .Select(entry => entry.Key[..^"weight".Length])
                .OrderBy(name => int.Parse(name.Split('.')[^2], CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Its ReLUs, relu1_1 to relu3_4.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>The output of each ReLU, [N,C,H,W] each, in the caller's scope.</summary>
    public IReadOnlyList<Tensor> Features(Tensor image)
    {
        using var frozen = no_grad();
        using var pass = _encoder.Forward(image, Layers);
        return [.. Layers.Select(layer => pass.Features(layer).clone())];
    }

    /// <summary>What the ReLU of that index is given, for some of its channels: [N,channels,H,W].</summary>
    public Tensor BeforeReLU(int index, Tensor image, Tensor channels, bool isAfterPool)
    {
        using var scope = NewDisposeScope();
        var input = index == 0 ? _encoder.Normalization.Apply(image) : Features(image)[index - 1];
        if (isAfterPool)
            input = nn.functional.max_pool2d(input, 2);
        var prefix = _convolutions[index];
        var (weight, bias) = (_weights[prefix + "weight"].index_select(0, channels), _weights[prefix + "bias"].index_select(0, channels));
        return nn.functional.conv2d(Student.Frame(input), weight, bias).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _weights.Dispose();
    }
}
