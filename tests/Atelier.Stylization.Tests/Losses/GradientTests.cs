using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

/// <summary>Each loss and its gradient in closed form against autograd through the formula, in both memory layouts.</summary>
[NoTensorLeaks]
public sealed class GradientTests
{
    public static TheoryData<int, int, int, int, bool> Shapes()
    {
        var shapes = new TheoryData<int, int, int, int, bool>();
        foreach (var isChannelsLast in (bool[])[false, true])
        {
            shapes.Add(1, 3, 2, 2, isChannelsLast);
            shapes.Add(1, 8, 5, 7, isChannelsLast);
            shapes.Add(2, 4, 6, 3, isChannelsLast);
            shapes.Add(2, 32, 9, 5, isChannelsLast);
            shapes.Add(1, 96, 40, 31, isChannelsLast);
        }
        return shapes;
    }

    [Theory, MemberData(nameof(Shapes))]
    public void ContentLoss_AgainstAutograd_Agrees(int n, int c, int h, int w, bool isChannelsLast)
    {
        using var scope = NewDisposeScope();
        var target = randn(n, c, h, w);
        using var loss = new ContentLoss(target, 3);
        Compare([n, c, h, w], isChannelsLast, loss.Evaluate, x => (x - target).pow(Number(2)).mean() * Number(3));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void GramLoss_AgainstAutograd_Agrees(int n, int c, int h, int w, bool isChannelsLast)
    {
        using var scope = NewDisposeScope();
        var target = GramMatrix.Compute(randn(1, c, h, w));
        using var loss = new GramLoss(target, 50);
        Compare([n, c, h, w], isChannelsLast, loss.Evaluate, x =>
        {
            var flat = x.flatten(2);
            return (flat.bmm(flat.transpose(1, 2)) / Number(c * h * w) - target).pow(Number(2)).mean() * Number(50);
        });
    }

    [Theory, MemberData(nameof(Shapes))]
    public void TotalVariation_AgainstAutograd_Agrees(int n, int c, int h, int w, bool isChannelsLast) =>
        Compare([n, c, h, w], isChannelsLast, (x, gradient) => TotalVariation.Evaluate(x, 2, gradient), x =>
            Number(2) * x.diff(dim: 2).pow(Number(2)).sum().Plus(x.diff(dim: 3).pow(Number(2)).sum()) / Number(x.numel()));

    [Fact]
    public void TotalVariation_OfKnownImages_IsKnown()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0f, TotalVariation.Evaluate(ones(1, 3, 4, 5), 7).item<float>());
        var edge = tensor([0f, 1f, 0f, 1f]).view(1, 1, 2, 2);
        Assert.Equal(0.5f, TotalVariation.Evaluate(edge, 1).item<float>());       // two steps of 1 in four values
        var board = tensor([0f, 1f, 1f, 0f]).view(1, 1, 2, 2);
        Assert.Equal(2f, TotalVariation.Evaluate(board, 2).item<float>());        // four of them, twice
        Assert.Throws<ShapeException>(() => TotalVariation.Evaluate(ones(1, 3, 1, 5), 1));
    }

    [Fact]
    public void Losses_AtTheirTarget_AreZero()
    {
        using var scope = NewDisposeScope();
        var features = randn(1, 4, 5, 5);
        using var content = new ContentLoss(features, 2);
        using var style = new GramLoss(GramMatrix.Compute(features), 2);
        Assert.Equal(0f, content.Evaluate(features).item<float>());
        Assert.Equal(0f, style.Evaluate(features).item<float>());
    }

    [Fact]
    public void RelativeWeight_MakesTheLossOfNothingOne()
    {
        using var scope = NewDisposeScope();
        var target = randn(1, 4, 5, 5);
        using var loss = new ContentLoss(target, ContentLoss.RelativeWeight(target, 1));
        Assert.Equal(1, loss.Evaluate(zeros_like(target)).item<float>(), 1e-5);
    }

    [Fact]
    public void WrongShapes_AreRefused()
    {
        using var scope = NewDisposeScope();
        using var content = new ContentLoss(ones(1, 2, 3, 3), 1);
        using var style = new GramLoss(ones(1, 2, 2), 1);
        Assert.Throws<ShapeException>(() => content.Evaluate(ones(1, 2, 3, 4)));
        Assert.Throws<ShapeException>(() => style.Evaluate(ones(1, 3, 3, 4)));
        Assert.Throws<ShapeException>(() => new GramLoss(ones(1, 2, 3), 1));
    }

    private static void Compare(long[] shape, bool isChannelsLast, Func<Tensor, Tensor?, Tensor> evaluate, Func<Tensor, Tensor> formula)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        Tensor Laid(Tensor x) => isChannelsLast ? x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : x;
        var variable = randn(shape).requires_grad_();
        var expected = formula(variable);
        expected.backward();
        var before = randn(shape);
        var gradient = Laid(before.clone());

        var loss = evaluate(Laid(variable.detach()), gradient);

        TensorAssert.ShouldBe(loss, expected.detach(), 1e-6, 1e-5);
        TensorAssert.ShouldBe(gradient - before, variable.grad!, 1e-6, 1e-4);
        TensorAssert.ShouldBe(evaluate(Laid(variable.detach()), null), loss, 0, 0);
    }
}
