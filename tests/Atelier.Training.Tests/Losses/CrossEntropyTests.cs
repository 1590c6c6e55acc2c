using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

[NoTensorLeaks]
public sealed class CrossEntropyTests
{
    private static readonly System.Text.Json.JsonElement ReferenceCases = ReferenceNumbers.Read("cross_entropy.json").GetProperty("cases");

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, ReferenceCases.GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Compute_OfEachKind_IsPyTorchs(int index)
    {
        using var scope = NewDisposeScope();
        var expected = ReferenceCases[index];
        var logits = Logits().requires_grad_();
        var loss = new CrossEntropy
        {
            LabelSmoothing = expected.GetProperty("smoothing").GetDouble(),
            ClassWeights = expected.GetProperty("weighted").GetBoolean() ? [0.5, 1.5, 2.5, 3.5] : null,
        }.Compute(logits, expected.GetProperty("soft").GetBoolean() ? Shares() : Classes());
        loss.backward();
        Assert.Equal(expected.GetProperty("loss").GetDouble(), loss.item<double>(), 1e-6);
        TensorAssert.ShouldBe(logits.grad!.abs().sum([0]), tensor(expected.GetProperty("gradient").Doubles()), 1e-6, 1e-6);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Compute_WithWholeSampleWeights_CountsSamplesThatOften(bool byClass)
    {
        using var scope = NewDisposeScope();
        var loss = new CrossEntropy { LabelSmoothing = 0.1, ClassWeights = byClass ? [0.5, 1.5, 2.5, 3.5] : null };
        var repeated = tensor([0L, 0, 0, 2, 3, 3]);
        var weighted = loss.Compute(Logits(), Classes(), tensor([3.0, 0, 1, 2, 0]));
        TensorAssert.ShouldBe(weighted, loss.Compute(Logits()[repeated], Classes()[repeated]), 1e-12, 0);
    }

    [Fact]
    public void Compute_OfSharesWithEqualSampleWeights_IsThePlainMean()
    {
        using var scope = NewDisposeScope();
        var loss = new CrossEntropy { LabelSmoothing = 0.1 };
        TensorAssert.ShouldBe(loss.Compute(Logits(), Shares(), full(5, Number(2.0), dtype: float64)), loss.Compute(Logits(), Shares()), 1e-12, 0);
    }

    [Fact]
    public void Compute_OfShapesThatDoNotFit_SaysSo()
    {
        using var scope = NewDisposeScope();
        var loss = new CrossEntropy();
        Assert.Throws<ShapeException>(() => loss.Compute(Logits().flatten(), Classes()));
        Assert.Throws<ShapeException>(() => loss.Compute(Logits(), Classes().narrow(0, 0, 4)));
        Assert.Throws<ShapeException>(() => loss.Compute(Logits(), Shares().T));
        Assert.Throws<ShapeException>(() => loss.Compute(Logits(), Classes(), ones(4)));
        Assert.Throws<ShapeException>(() => new CrossEntropy { ClassWeights = [1, 2] }.Compute(Logits(), Classes()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropy { LabelSmoothing = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropy { ClassWeights = [1, -2] });
    }

    private static Tensor Logits() => (Rows() * Number(1.7)).Plus(Columns() * Number(2.3)).sin() * Number(3);

    private static Tensor Shares() => Rows().Plus(Columns() * Number(3)).cos().softmax(1);

    private static Tensor Classes() => tensor([0L, 3, 2, 1, 0]);

    private static Tensor Rows() => Arange(5, float64).unsqueeze(1);

    private static Tensor Columns() => Arange(4, float64).unsqueeze(0);
}
