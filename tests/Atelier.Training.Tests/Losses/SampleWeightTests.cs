using System.Text.Json;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

[NoTensorLeaks]
public sealed class SampleWeightTests
{
    private static readonly long[] Order = [2, 3, 4, 0, 1];
    private static readonly JsonElement ReferenceCases = ReferenceNumbers.Read("weighted_cross_entropy.json").GetProperty("cases");

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, ReferenceCases.GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Compute_WithSampleWeights_IsPyTorchsFormula(int index)
    {
        using var scope = NewDisposeScope();
        var expected = ReferenceCases[index];
        var rows = Arange(5, float64);
        var logits = ((rows.unsqueeze(1) * Number(1.7)).Plus(Arange(4, float64) * Number(2.3)).sin() * Number(3)).requires_grad_();
        var (targets, weights) = (tensor([0L, 3, 2, 1, 0]), (rows * Number(0.3)).Plus(0.4));
        if (expected.GetProperty("mixed").GetBoolean())
            (targets, weights) = (Mixup.Targets(targets, 4, 0.7, Order, weights), Mixup.Weights(weights, 0.7, Order));
        var loss = new CrossEntropy { LabelSmoothing = expected.GetProperty("smoothing").GetDouble() }.Compute(logits, targets, weights);
        loss.backward();
        Assert.Equal(expected.GetProperty("loss").GetDouble(), loss.item<double>(), 1e-6);
        TensorAssert.ShouldBe(logits.grad!.abs().sum([0]), tensor(expected.GetProperty("gradient").Doubles()), 1e-6, 1e-6);
    }

    [Fact]
    public void Compute_OfLogitsWorkedByHand_IsTheWeightedMean()
    {
        using var scope = NewDisposeScope();
        // Softmax (3/4, 1/4) and (1/2, 1/2): losses log 4/3 and log 2, of which the second counts three times.
        var logits = tensor(new[,] { { MathF.Log(3), 0 }, { 0, 0 } });
        var loss = new CrossEntropy().Compute(logits, tensor([0L, 1]), tensor([1f, 3]));
        Assert.Equal((Math.Log(4.0 / 3) + 3 * Math.Log(2)) / 4, loss.item<float>(), 1e-6);
    }
}
