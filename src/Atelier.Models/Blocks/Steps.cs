using Atelier.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>Runs steps one after another, and makes the common ones.</summary>
internal static class Steps
{
    /// <summary>The output of the last step; intermediate results are freed as early as possible.</summary>
    public static Tensor Run(this IEnumerable<Step> steps, Tensor input)
    {
        var x = input;
        foreach (var step in steps)
        {
            var next = step.Module.call(x);
            if (!ReferenceEquals(x, input))
                x.Dispose();
            x = next;
        }
        return x;
    }

    /// <summary>An n x n unit; "same" padding unless it strides.</summary>
    public static ConvBnRelu Unit(int inputs, int outputs, int kernel, int stride = 1) =>
        new(inputs, outputs, (kernel, kernel), stride, stride == 1 ? (kernel / 2, kernel / 2) : (0, 0));

    /// <summary>An n x n unit without padding.</summary>
    public static ConvBnRelu Valid(int inputs, int outputs, int kernel) => new(inputs, outputs, (kernel, kernel));

    /// <summary>A 1 x n unit with "same" padding.</summary>
    public static ConvBnRelu Row(int inputs, int outputs, int length) => new(inputs, outputs, (1, length), padding: (0, length / 2));

    /// <summary>An n x 1 unit with "same" padding.</summary>
    public static ConvBnRelu Column(int inputs, int outputs, int length) => new(inputs, outputs, (length, 1), padding: (length / 2, 0));

    /// <summary>A 3x3 average that keeps the size.</summary>
    public static Module<Tensor, Tensor> Average(bool countPadding) => new Pool(new(PoolingMode.Average, 3, 1, 1, CountsPadding: countPadding));

    /// <summary>A maximum over windows of n x n.</summary>
    public static Module<Tensor, Tensor> Maximum(int side, int stride, int padding = 0, bool ceiling = false) =>
        new Pool(new(PoolingMode.Max, side, stride, padding, ceiling));

    /// <summary>A 3x3 maximum that halves the size.</summary>
    public static Module<Tensor, Tensor> HalvingMaximum(bool ceiling = false) => Maximum(3, 2, ceiling: ceiling);

    /// <summary>Steps named 0, 1, 2, ... under one name.</summary>
    public static Step Chain(string name, params Module<Tensor, Tensor>[] modules) =>
        (name, Sequential(modules.Select((module, i) => ($"{i}", module))));
}

/// <summary>A function as a module, for a stage that is not a module; its weights belong to another module.</summary>
internal sealed class Computation(string name, Func<Tensor, Tensor> compute) : Module<Tensor, Tensor>(name)
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => compute(input);
}
