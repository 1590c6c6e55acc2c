using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Kernels.Tests;

[NoTensorLeaks]
public sealed class SquareMatricesTests
{
    public static TheoryData<string, int> Cases() => new(from kind in Kinds.Names from size in (int[])[1, 7, 32, 96, 160, 256] select (kind, size));

    [Theory, MemberData(nameof(Cases))]
    public void Multiply_AgainstFloat64_Agrees(string name, int size)
    {
        using var scope = NewDisposeScope();
        var kind = Kinds.Named(name);
        var (left, right) = (Random(size, 1), Random(size, 2));
        var product = tensor(SquareMatrices.Multiply(left.data<float>().ToArray(), right.data<float>().ToArray(), size, kind)).view(size, size);
        Kinds.ShouldBeNear(product, left.to(float64).mm(right.to(float64)));
    }

    [Theory, MemberData(nameof(Cases))]
    public void PolarFactor_IsTheRotationInTheMatrix(string name, int size)
    {
        using var scope = NewDisposeScope();
        var kind = Kinds.Named(name);
        // Singular values from 1 down to a ten-thousandth.
        var (left, _, right) = linalg.svd(Random(size, 3).to(float64));
        var values = (linspace(0, -4, size, dtype: float64) * Number(Math.Log(10))).exp();
        var matrix = (left * values).mm(right).to(float32);
        var rotation = tensor(SquareMatrices.PolarFactor(matrix.data<float>().ToArray(), size, 0.9e-4, 1.5, kind)).view(size, size).to(float64);
        Kinds.ShouldBeNear(rotation.t().mm(rotation), eye(size, dtype: float64));
        // A = U H: H is symmetric, and of the same singular values.
        var stretch = rotation.t().mm(matrix.to(float64));
        TensorAssert.ShouldBe(stretch, stretch.t(), 1e-5, 0);
        TensorAssert.ShouldBe(linalg.eigvalsh(stretch).flip(0), values, 5e-6, 1e-3);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Results_AreTheSameForAnyNumberOfThreads(string name, int size)
    {
        using var scope = NewDisposeScope();
        var kind = Kinds.Named(name);
        var matrix = Random(size, 4).data<float>().ToArray();
        Kinds.WithAnyNumberOfThreads(kind, () => [tensor(SquareMatrices.Multiply(matrix, matrix, size, kind)), tensor(SquareMatrices.PolarFactor(matrix, size, 1e-3, 1e2, kind))]);
    }

    private static Tensor Random(int size, ulong seed)
    {
        using var generator = new Generator(seed);
        return randn([size, size], generator: generator);
    }
}
