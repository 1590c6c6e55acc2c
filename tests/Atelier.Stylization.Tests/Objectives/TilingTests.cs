using Atelier.Kernels;
using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

public sealed class TilingTests
{
    [Theory]
    [InlineData("vgg16_bn", "relu3_1", PaddingMode.Reflection, PoolingMode.Max, 150, 203)]
    [InlineData("vgg16_bn", "relu3_1", PaddingMode.Zero, PoolingMode.Average, 203, 150)]
    [InlineData("vgg19", "relu4_2", PaddingMode.Reflection, PoolingMode.Max, 129, 257)]
    [InlineData("atelier", "relu3_4", PaddingMode.Reflection, PoolingMode.Max, 255, 190)]
    [InlineData("atelier", "relu3_4", PaddingMode.Zero, PoolingMode.Max, 64, 1000)]
    public void Evaluate_InTiles_IsAsInOnePiece(string network, string deepest, PaddingMode padding, PoolingMode pooling, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var encoder = RandomVgg.Encoder(network, deepest, new() { Padding = padding, Pooling = pooling });
        var (photo, painting, image) = (rand(1, 3, height, width), rand(1, 3, 90, 110), rand(1, 3, height, width));
        string[] taps = ["relu1_1", "relu2_1", "relu2_2", deepest];
        var tiling = new Tiling(encoder.FootprintOf(taps)!, height, width, 64);

        using var whole = Objective(encoder, photo, painting, taps, null).Evaluate(image);
        using var tiled = Objective(encoder, photo, painting, taps, tiling).Evaluate(image);

        Assert.True(tiling.Tiles.Count > 5);
        TensorAssert.ShouldBe(tiled.Losses.Content, whole.Losses.Content, relative: 1e-5);
        TensorAssert.ShouldBe(tiled.Losses.Style, whole.Losses.Style, relative: 1e-4);
        Assert.Equal(whole.Losses.TotalVariation, tiled.Losses.TotalVariation, 1e-6 * whole.Losses.TotalVariation);
        var worst = (tiled.Gradient - whole.Gradient).abs().max().item<float>();
        Assert.True(worst < 1e-4 * whole.Gradient.abs().max().item<float>(), $"off by {worst}");
    }

    [Theory]
    [InlineData("relu1_1", 1, 1)]
    [InlineData("relu2_1", 2, 4)]
    [InlineData("relu3_4", 4, 22)]
    [InlineData("relu4_1", 8, 30)]
    public void Footprint_OfVgg19_IsItsReceptiveField(string tap, int stride, int reach)
    {
        // Winograd's tiles round zeros to almost zeros, and max pools close most ways.
        using var encoder = RandomVgg.Encoder("vgg19", tap, new() { Convolution = ConvolutionMethod.Direct, Pooling = PoolingMode.Average });
        var footprint = encoder.FootprintOf([tap])!;
        Assert.Equal((stride, reach), (footprint.Stride, footprint.Reach));
        Assert.Equal(stride, footprint.StrideAt(tap));

        // A feature depends on the pixels that far around its own square, and on none beyond.
        using var scope = NewDisposeScope();
        var side = 3 * reach + 2 * stride;
        side += (stride - side % stride) % stride;
        using var pass = encoder.Forward(rand(1, 3, side, side), [tap]);
        var middle = side / stride / 2;
        pass.Gradient(tap)[0, TensorIndex.Colon, middle, middle].fill_(Number(1));
        var rows = pass.Backward().abs().sum([0, 1, 3]).nonzero().flatten();
        Assert.Equal(middle * stride - reach, rows[0].item<long>());
        Assert.Equal(middle * stride + stride - 1 + reach, rows[-1].item<long>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Footprint_Bytes_AreThoseThatAPassKeeps(bool isBack)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("ATELIER_KERNELS") is "torch", "libtorch's tensors are fresh in each pass");
        using var scope = NewDisposeScope();
        string[] taps = ["relu1_1", "relu2_1", "relu3_1", "relu3_2", "relu3_4"];
        using var encoder = RandomVgg.Encoder("vgg19", "relu3_4", new() { Padding = PaddingMode.Reflection });
        using (var pass = encoder.Forward(rand(1, 3, 96, 132), taps))
        {
            foreach (var tap in isBack ? taps : [])
                pass.Gradient(tap);
            if (isBack)
                pass.Backward();
        }
        Assert.Equal(encoder.KeptBytes, encoder.FootprintOf(taps)!.Bytes(96, 132, isBack));
    }

    private static PerceptualObjective Objective(FeatureEncoder encoder, Tensor photo, Tensor painting, string[] taps, Tiling? tiling)
    {
        using var scope = NewDisposeScope();
        Tensor content;
        using (var pass = encoder.Forward(photo, ["relu2_2"]))
            content = pass.Features("relu2_2").clone();
        using var painted = encoder.Forward(painting, taps);
        return new(
            encoder, [("relu2_2", new ContentLoss(content, 1))],
            [.. taps.Select(tap => (tap, (FeatureLoss)new GramLoss(GramMatrix.Compute(painted.Features(tap)), 1)))])
        {
            Tiling = tiling,
            TotalVariationWeight = 0.5,
        };
    }
}
