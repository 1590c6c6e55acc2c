using Atelier.Core;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Models.Tests;

[NoTensorLeaks]
public sealed class TransportTests
{
    [Fact]
    public void Of_Features_IsTheirMeanAndCovariance()
    {
        using var scope = torch.NewDisposeScope();
        var features = torch.tensor([1f, 3, 1, 3, 0, 0, 4, 4], [1, 2, 2, 2]);
        var moments = Moments.Of(features);
        TensorAssert.ShouldBe(moments.Mean, torch.tensor([2f, 2], [1, 2]));
        TensorAssert.ShouldBe(moments.Covariance, torch.tensor([1f, 0, 0, 4], [1, 2, 2]));
        TensorAssert.ShouldBe(moments.Deviation(), torch.tensor([1f, 2], [1, 2]));
    }

    [Fact]
    public void Sum_OfParts_IsTheWhole()
    {
        using var scope = torch.NewDisposeScope();
        var features = Features(8, rows: 20);
        using var sum = new MomentSum();
        sum.Add(features.narrow(2, 0, 7));
        sum.Add(features.narrow(2, 7, 13));
        var (moments, whole) = (sum.ToMoments(), Moments.Of(features));
        TensorAssert.ShouldBe(moments.Mean, whole.Mean, absolute: 1e-5);
        TensorAssert.ShouldBe(moments.Covariance, whole.Covariance, absolute: 1e-4);
    }

    [Fact]
    public void Apply_GivesFeaturesThePaintingsMoments()
    {
        using var scope = torch.NewDisposeScope();
        var (photo, painting) = (Features(1, rows: 40), Features(2, rows: 30));
        var (had, wanted) = (Moments.Of(photo), Moments.Of(painting));
        var transport = Transport.Between(had, wanted);
        var moved = Moments.Of(transport.Apply(photo));
        TensorAssert.ShouldBe(moved.Mean, wanted.Mean, absolute: 1e-4);
        // A (P + r I) A = S + r I, for the photo's covariance P, the painting's S, and the ridge r.
        var ridge = Transport.RidgeOf(had, wanted).ToNumber();
        TensorAssert.ShouldBe(moved.Covariance.Plus(transport.Matrix.bmm(transport.Matrix) * Number(ridge)), wanted.Covariance.Plus(torch.eye(8) * Number(ridge)), absolute: 1e-3);
        TensorAssert.ShouldBe(transport.Matrix, transport.Matrix.transpose(1, 2), absolute: 1e-5);
    }

    [Fact]
    public void Apply_ToThePaintingItself_ChangesNothing()
    {
        using var scope = torch.NewDisposeScope();
        var features = Features(3, rows: 20);
        var moments = Moments.Of(features);
        TensorAssert.ShouldBe(Transport.Between(moments, moments).Apply(features), features, absolute: 1e-4);
    }

    [Fact]
    public void Between_WhereThePhotoHardlyVaries_AmplifiesLittle()
    {
        using var scope = torch.NewDisposeScope();
        var sky = Features(4, rows: 20) * Number(1e-3);
        var painting = Moments.Of(Features(5, rows: 20));
        var moved = Moments.Of(Transport.Between(Moments.Of(sky), painting).Apply(sky));
        Assert.InRange(moved.Covariance.diagonal(0, 1, 2).mean().ToNumber(), 0, 0.05 * painting.Covariance.diagonal(0, 1, 2).mean().ToNumber());
    }

    [Fact]
    public void Mix_HalfAndHalf_IsTheMean()
    {
        using var scope = torch.NewDisposeScope();
        var (one, other) = (Moments.Of(Features(6, rows: 20)), Moments.Of(Features(7, rows: 20)));
        var half = Moments.Mix([one, other], [0.5, 0.5]);
        TensorAssert.ShouldBe(half.Mean, one.Mean.Plus(other.Mean) / Number(2));
        TensorAssert.ShouldBe(half.Covariance, one.Covariance.Plus(other.Covariance) / Number(2));
    }

    // Correlated, of different strengths, and with a mean.
    private static torch.Tensor Features(int seed, int rows)
    {
        torch.random.manual_seed(seed);
        var mix = torch.randn(8, 8);
        return torch.einsum("ck,nkhw->nchw", mix, torch.randn(1, 8, rows, 50)).add(torch.randn(1, 8, 1, 1), alpha: One);
    }
}
