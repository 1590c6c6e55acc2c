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
    public void WassersteinLoss_AgainstAutogradInFloat64_Agrees(int n, int c, int h, int w, bool isChannelsLast)
    {
        using var scope = NewDisposeScope();
        var target = FeatureMoments.Compute(randn(1, c, h + 1, w).relu() * Number(2));
        using var loss = new WassersteinLoss(target, 50);
        var noise = 1e-3 * target[0].narrow(0, 0, c).diagonal().sum().ToNumber() / c;
        Compare([n, c, h, w], isChannelsLast, loss.Evaluate, x =>
            Enumerable.Range(0, n).Select(i => Wasserstein(Moments(x[i].to(float64)), target[0].to(float64), noise)).Aggregate((one, other) => one.Plus(other)) * Number(50), 1e-4, 1e-3);
    }

    [Fact]
    public void WassersteinLoss_OfShiftedAndScaledFeatures_IsTheKnownDistance()
    {
        // Of mean square 1 with mean 0 in 32 channels that have nothing to do with one another; 2 f + 3 has mean 3 and deviation 2.
        using var scope = NewDisposeScope();
        var features = cat([eye(32), Number(-1) * eye(32)]).t().reshape(1, 32, 8, 8) * Number(Math.Sqrt(32));
        using var loss = new WassersteinLoss(FeatureMoments.Compute(features), 1);
        var moved = (features * Number(2)).Plus(3.0);
        // With the noise, of a thousandth: (sqrt(4.001) - sqrt(1.001))^2 and 3^2 in each channel.
        Assert.Equal(32 * (9 + Math.Pow(Math.Sqrt(4.001) - Math.Sqrt(1.001), 2)), loss.Evaluate(moved).ToNumber(), 0.01);
    }

    [Theory, InlineData(null), InlineData(5L)]
    public void SlicedLoss_AgainstSortingInFloat64_Agrees(long? seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        var (features, painted) = (randn(1, 32, 90, 80) * Number(7), randn(1, 32, 90, 80).relu() * Number(20));
        using var directions = new SliceDirections(32, seed);
        using var places = new PlaceWeights();
        var target = SlicedLoss.Sums(FeaturePiece.Whole(painted), directions, places) / Number(90 * 80);
        using var loss = new SlicedLoss(target, 3, seed, new PlaceWeights());
        var gradient = zeros_like(features);

        var value = loss.Evaluate(features, gradient).ToNumber();

        var (own, wanted) = (Along(features), Along(painted));
        var (sorted, order) = own.sort(0);
        var apart = sorted - wanted.sort(0).Values;
        var expected = 3 * apart.pow(Number(2)).mean([0]).sum().ToNumber();
        Assert.Equal(expected, value, 1e-4 * expected);
        // Each number goes to the one of its rank.
        var steps = zeros_like(own).scatter_(0, order, apart);
        var back = Columns().inverse() is var inverse ? steps.mm(inverse) : steps;
        var wantedGradient = (back * Number(6.0 / (90 * 80))).t().reshape(1, 32, 90, 80);
        var error = (gradient.to(float64) - wantedGradient).pow(Number(2)).mean().sqrt() / wantedGradient.pow(Number(2)).mean().sqrt();
        Assert.InRange(error.ToNumber(), 0, 0.01);

        Tensor Columns() => directions.Along(eye(32).unsqueeze(0))[0].to(float64);

        Tensor Along(Tensor image) => image.flatten(2)[0].t().to(float64).mm(Columns());
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
        using var moments = new WassersteinLoss(FeatureMoments.Compute(features), 2);
        Assert.Equal(0, moments.Evaluate(features).ToNumber(), 1e-4);
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
        using var moments = new WassersteinLoss(FeatureMoments.Compute(randn(1, 2, 3, 3)), 1);
        Assert.Throws<ShapeException>(() => moments.Evaluate(ones(1, 3, 3, 4)));
        Assert.Throws<ShapeException>(() => new WassersteinLoss(ones(1, 2, 2), 1));
    }

    [Fact]
    public void WassersteinLoss_OfFeaturesThatAreNotNumbers_IsNone()
    {
        using var scope = NewDisposeScope();
        using var loss = new WassersteinLoss(FeatureMoments.Compute(randn(1, 32, 6, 6)), 1);
        Assert.True(double.IsNaN(loss.Evaluate(full([1, 32, 6, 6], Number(double.NaN))).ToNumber()));
    }

    // [C+1,C].
    private static Tensor Moments(Tensor features)
    {
        var rows = features.flatten(1);   // [C,HW]
        return cat([rows.mm(rows.t()) / Number(rows.shape[1]), rows.mean([1]).unsqueeze(0)]);
    }

    private static Tensor Wasserstein(Tensor moments, Tensor target, double noise)
    {
        var size = target.shape[1];
        var (mean, wanted) = (moments[size], target[size]);
        var noisy = eye(size, dtype: float64) * Number(noise);
        var covariance = noisy.Plus(moments.narrow(0, 0, size) - mean.outer(mean));
        var (values, vectors) = linalg.eigh(noisy.Plus(target.narrow(0, 0, size) - wanted.outer(wanted)));
        var root = (vectors * values.sqrt()).mm(vectors.t());
        var both = linalg.eigvalsh(root.mm(covariance).mm(root));
        return (mean - wanted).pow(Number(2)).sum().Plus(covariance.trace()).Plus(values.sum()) - Number(2) * both.sqrt().sum();
    }

    private static void Compare(long[] shape, bool isChannelsLast, Func<Tensor, Tensor?, Tensor> evaluate, Func<Tensor, Tensor> formula, double relative = 1e-5, double relativeGradient = 1e-4)
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

        TensorAssert.ShouldBe(loss, expected.detach(), 1e-6, relative);
        TensorAssert.ShouldBe(gradient - before, variable.grad!, relativeGradient < 1e-3 ? 1e-6 : relativeGradient * variable.grad!.abs().max().ToNumber(), relativeGradient);
        TensorAssert.ShouldBe(evaluate(Laid(variable.detach()), null), loss, 0, 0);
    }
}
