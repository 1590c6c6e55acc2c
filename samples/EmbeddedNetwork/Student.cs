using Atelier.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Samples.EmbeddedNetwork;

/// <summary>The network that is trained: VGG-19's first three blocks at half the width, seen with reflection at the border.</summary>
internal sealed class Student : nn.Module<Tensor, Tensor>
{
#pragma warning disable SA1401, CA1051, IDE1006 // The field's name is the state dict's.
    public readonly Sequential features = BuildFeatures();
#pragma warning restore SA1401, CA1051, IDE1006

    private readonly IReadOnlyList<Conv2d?> _steps;

    public Student()
        : base(nameof(Student))
    {
        RegisterComponents();
        // A convolution with its ReLU, or null for a pool.
        _steps = [.. features.children().Where(child => child is not ReLU).Select(child => child as Conv2d)];
        Convolutions = [.. _steps.OfType<Conv2d>()];
    }

    /// <summary>How many channels each layer has.</summary>
    public IReadOnlyList<int> Widths => [.. Convolutions.Select(convolution => (int)convolution.weight!.shape[0])];

    /// <summary>The convolutions, first to last.</summary>
    public IReadOnlyList<Conv2d> Convolutions { get; }

    /// <summary>The output of each ReLU up to one of them, [N,C,H,W] each.</summary>
    /// <param name="image">[N,3,H,W] in [0,1].</param>
    /// <param name="count">How many ReLUs.</param>
    public IReadOnlyList<Tensor> Features(Tensor image, int count = int.MaxValue)
    {
        List<Tensor> outputs = [];
        var x = InputNormalization.ImageNet.Apply(image);
        foreach (var step in _steps.TakeWhile(_ => outputs.Count < count))
        {
            if (step is null)
            {
                x = nn.functional.max_pool2d(x, 2);
                continue;
            }
            x = nn.functional.relu(nn.functional.conv2d(Frame(x), step.weight!, step.bias));
            outputs.Add(x);
        }
        return outputs;
    }

    /// <summary>What the convolution of that index sees: the image normalized, or the features before it, pooled where a block begins; with one pixel of reflection around.</summary>
    public Tensor Before(int index, Tensor image)
    {
        if (index == 0)
            return Frame(InputNormalization.ImageNet.Apply(image));
        var x = Features(image, index)[^1];
        return Frame(IsAfterPool(index) ? nn.functional.max_pool2d(x, 2) : x);
    }

    /// <summary>Whether a pool stands before the convolution of that index.</summary>
    public bool IsAfterPool(int index)
    {
        var place = _steps.Index().Where(step => step.Item is not null).ElementAt(index).Index;
        return place > 0 && _steps[place - 1] is null;
    }

    /// <summary>One pixel more on each side, mirrored.</summary>
    public static Tensor Frame(Tensor x) => nn.functional.pad(x, [1, 1, 1, 1], PaddingModes.Reflect);

    // Of each block: how many convolutions, and how wide. The names are VGG-19's child indices.
    private static Sequential BuildFeatures()
    {
        List<nn.Module<Tensor, Tensor>> layers = [];
        long inputs = 3;
        foreach (var (depth, width) in ((int, long)[])[(2, 32), (2, 64), (4, 96)])
        {
            if (layers.Count > 0)
                layers.Add(nn.MaxPool2d(2, stride: 2));
            for (var i = 0; i < depth; i++)
            {
                layers.Add(nn.Conv2d(inputs, width, 3, padding: 1));
                layers.Add(nn.ReLU(inplace: true));
                inputs = width;
            }
        }
        return nn.Sequential(layers.Index().Select(layer => ($"{layer.Index}", layer.Item)));
    }

    public override Tensor forward(Tensor image)
    {
        using var scope = NewDisposeScope();
        return Features(image)[^1].MoveToOuterDisposeScope();
    }
}
