using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Models.Tests;

[NoTensorLeaks]
public sealed class SymmetricMatrixTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(96)]
    public void Decompose_GivesVectorsThatTheMatrixOnlyScales(int size)
    {
        using var scope = torch.NewDisposeScope();
        torch.random.manual_seed(size);
        var half = torch.randn(size, size, dtype: torch.float64) * torch.logspace(0, -5, size, dtype: torch.float64);
        Check(half.mm(half.t()), size);
    }

    [Fact]
    public void Decompose_OfWhatNeedsNothing_GivesItBack()
    {
        using var scope = torch.NewDisposeScope();
        Check(torch.zeros(5, 5, dtype: torch.float64), 5);
        Check(torch.eye(5, dtype: torch.float64), 5);
        Check(torch.diag(torch.tensor([0.0, 1, 2, 3, 4])), 5);
    }

    private static void Check(torch.Tensor matrix, int size)
    {
        var (values, vectors) = SymmetricMatrix.Decompose(matrix.contiguous().data<double>().ToArray(), size);
        var rows = torch.tensor(vectors, [size, size], torch.float64);
        var scale = Math.Max(1, matrix.abs().max().ToNumber());
        TensorAssert.ShouldBe(rows.mm(rows.t()), torch.eye(size, dtype: torch.float64), absolute: 1e-12);
        TensorAssert.ShouldBe(rows.mm(matrix), rows * torch.tensor(values, [size, 1], torch.float64), absolute: 1e-12 * scale);
        TensorAssert.ShouldBe(torch.tensor(values).sort().Values, torch.linalg.eigvalsh(matrix), absolute: 1e-12 * scale);
    }
}
