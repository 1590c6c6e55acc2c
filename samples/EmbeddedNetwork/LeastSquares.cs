using Atelier.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Samples.EmbeddedNetwork;

/// <summary>
/// The student's first weights: layer after layer, those that best give what the teacher's ReLU is given, from what the student
/// itself has computed so far.
/// </summary>
/// <remarks>He, Zhang and Sun, "Channel Pruning for Accelerating Very Deep Neural Networks", 2017, section 3.</remarks>
internal static class LeastSquares
{
    private const double Ridge = 1e-5;
    private const int Stride = 3;

    /// <summary>Solves for a layer's weights and bias.</summary>
    /// <returns>The part of the target's variance that is explained.</returns>
    public static double Solve(Student student, Teacher teacher, int index, Tensor channels, IEnumerable<Batch> batches)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var convolution = student.Convolutions[index];
        var (inputs, width) = (convolution.weight!.shape[1] * 9 + 1, convolution.weight.shape[0]);
        var (square, product, energy, sum, rows) = (zeros(inputs, inputs, float64), zeros(inputs, width, float64), 0.0, zeros(width, float64), 0L);
        foreach (var batch in batches)
        {
            using var step = NewDisposeScope();
            var seen = Patches(student.Before(index, batch.Inputs), batch.Samples[0] % Stride);              // [R,inputs]
            var wanted = teacher.BeforeReLU(index, batch.Inputs, channels, student.IsAfterPool(index));
            var start = batch.Samples[0] % Stride;
            var target = wanted[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(start, null, Stride), TensorIndex.Slice(start, null, Stride)]
                .permute(0, 2, 3, 1).flatten(0, 2);                                                           // [R,width]
            square.add_(seen.t().mm(seen).to(float64));
            product.add_(seen.t().mm(target).to(float64));
            energy += target.to(float64).square().sum().ToDouble();
            sum.add_(target.to(float64).sum(0));
            rows += target.shape[0];
            batch.Dispose();
        }
        var ridge = square.trace().ToDouble() / inputs * Ridge;
        var solution = linalg.solve(square + ridge * eye(inputs, dtype: float64), product);                          // [inputs,width]
        Fill(convolution, solution);
        var variance = energy - (sum.square().sum() / rows).ToDouble();
        var explained = 2 * (solution * product).sum() - (solution * square.mm(solution)).sum();
        return 1 - (energy - explained.ToDouble()) / variance;
    }

    // Only each third pixel in each direction: neighbors say much the same.
    private static Tensor Patches(Tensor framed, int start)
    {
        var size = (framed.shape[2] - 2, framed.shape[3] - 2);
        var patches = nn.functional.unfold(framed, 3)                                                    // [N,9C,HW]
            .view(framed.shape[0], -1, size.Item1, size.Item2)
            [TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(start, null, Stride), TensorIndex.Slice(start, null, Stride)]
            .permute(0, 2, 3, 1).flatten(0, 2);                                                               // [R,9C]
        return cat([patches, ones(patches.shape[0], 1)], 1);
    }

    private static void Fill(Conv2d convolution, Tensor solution)
    {
        var inputs = solution.shape[0] - 1;
        convolution.weight!.copy_(solution.narrow(0, 0, inputs).t().reshape(convolution.weight.shape));
        convolution.bias!.copy_(solution[inputs]);
    }
}
