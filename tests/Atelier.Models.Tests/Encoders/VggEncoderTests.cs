using Atelier.Core;
using Atelier.Kernels;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models.Tests;

/// <remarks>A module of TorchSharp leaves two tensors to the finalizer, so leaks are counted around the encoder.</remarks>
public sealed class VggEncoderTests : IDisposable
{
    private readonly Sequential _vgg11 = PlainVgg.Build("vgg11");

    public void Dispose() => _vgg11.Dispose();

    public static TheoryData<string, PoolingMode, PaddingMode> Cases()
    {
        var cases = new TheoryData<string, PoolingMode, PaddingMode>();
        foreach (var kernels in (string[])["torch", "neon", "avx2", "avx512"])
            foreach (var pooling in Enum.GetValues<PoolingMode>())
                foreach (var padding in Enum.GetValues<PaddingMode>())
                    cases.Add(kernels, pooling, padding);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Pass_AgainstAutogradThroughTheModules_Agrees(string kernels, PoolingMode pooling, PaddingMode padding) =>
        Compare("vgg11", _vgg11, new() { Pooling = pooling, Padding = padding, Kernels = Named(kernels) }, 2, 45, 37, ["relu1_1", "relu2_1", "relu3_2", "relu4_1", "relu5_2"]);

    [Theory, InlineData("torch"), InlineData("neon"), InlineData("avx2"), InlineData("avx512")]
    public void Pass_WithBatchNormFolded_AgreesToo(string kernels)
    {
        using var features = PlainVgg.Build("vgg16_bn", "relu4_3");
        Compare("vgg16_bn", features, new() { Kernels = Named(kernels) }, 1, 45, 37, ["relu2_2", "relu1_2", "relu4_3", "relu3_3"]);
    }

    [Theory, InlineData("torch"), InlineData("neon"), InlineData("avx2"), InlineData("avx512")]
    public void Pass_WithCaffeNormalizationAndOneTap_Agrees(string kernels) =>
        Compare("vgg11", _vgg11, new() { Normalization = InputNormalization.Caffe, Kernels = Named(kernels) }, 1, 33, 64, ["relu3_1"]);

    [Fact]
    public void Pass_WithoutGradientAtTheDeepestTap_GivesTheOthers()
    {
        using var scope = NewDisposeScope();
        using var encoder = new VggEncoder(VggVariant.Named("vgg11"), _vgg11);
        var image = rand(1, 3, 24, 24);
        Tensor Through(params string[] taps)
        {
            using var pass = encoder.Forward(image, taps);
            pass.Gradient("relu2_1").fill_(Number(1));
            return pass.Backward();
        }
        TensorAssert.ShouldBe(Through("relu2_1", "relu4_2"), Through("relu2_1"), 1e-6, 1e-4);
    }

    [Fact]
    public void Backward_WithoutAnyGradient_IsZero()
    {
        using var scope = NewDisposeScope();
        using var encoder = new VggEncoder(VggVariant.Named("vgg11"), _vgg11);
        using var pass = encoder.Forward(rand(1, 3, 16, 16), ["relu3_1"]);
        TensorAssert.ShouldBe(pass.Backward(), zeros(1, 3, 16, 16), 0, 0);
    }

    [Fact]
    public void Forward_AgainAndAtOtherSizes_IsTheSameEachTime()
    {
        using var scope = NewDisposeScope();
        using var encoder = new VggEncoder(VggVariant.Named("vgg11"), _vgg11);
        var (image, other) = (rand(1, 3, 32, 20), rand(1, 3, 17, 40));
        var (features, gradient) = Both(encoder, image, "relu4_1");
        Both(encoder, other, "relu4_1");
        Both(encoder, image, "relu2_1");
        var (again, gradientAgain) = Both(encoder, image, "relu4_1");
        TensorAssert.ShouldBe(again, features, 0, 0);
        TensorAssert.ShouldBe(gradientAgain, gradient, 0, 0);
    }

    [Fact]
    public void Forward_OfNetworkInput_PassesNormalizationOver()
    {
        using var scope = NewDisposeScope();
        using var encoder = new VggEncoder(VggVariant.Named("vgg11"), _vgg11);
        var image = rand(1, 3, 16, 16);
        using var plain = encoder.Forward(image, ["relu2_1"]);
        var expected = plain.Features("relu2_1").clone();
        plain.Dispose();
        using var pass = encoder.Forward(encoder.Normalization.Apply(image), ["relu2_1"], isNormalized: true);
        TensorAssert.ShouldBe(pass.Features("relu2_1"), expected, 0, 0);
    }

    [Fact]
    public void Taps_ByChildIndex_AreTheNamedOnes()
    {
        using var scope = NewDisposeScope();
        using var encoder = new VggEncoder(VggVariant.Named("vgg11"), _vgg11);
        Assert.Equal("relu2_1", encoder.Resolve("4"));
        using var pass = encoder.Forward(rand(1, 3, 16, 16), ["4"]);
        TensorAssert.ShouldBe(pass.Features("4"), pass.Features("relu2_1"), 0, 0);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        using var scope = NewDisposeScope();
        using var encoder = new VggEncoder(VggVariant.Named("vgg11"), _vgg11);
        Assert.Contains("relu9_9", Assert.Throws<ArgumentException>(() => encoder.Resolve("relu9_9")).Message);
        Assert.Contains("pool1", Assert.Throws<ArgumentException>(() => encoder.Resolve("pool1")).Message);
        Assert.Throws<ShapeException>(() => encoder.Forward(rand(3, 16, 16), ["relu1_1"]));
        Assert.ThrowsAny<ArgumentException>(() => encoder.Forward(rand(1, 3, 16, 16), []));
        using var pass = encoder.Forward(rand(1, 3, 16, 16), ["relu1_1"]);
        Assert.Throws<ArgumentException>(() => pass.Features("relu2_1"));
    }

    private static (Tensor Features, Tensor Gradient) Both(VggEncoder encoder, Tensor image, string tap)
    {
        using var pass = encoder.Forward(image, [tap]);
        pass.Gradient(tap).add_(pass.Features(tap), alpha: One);
        return (pass.Features(tap).clone(), pass.Backward());
    }

    // The loss is the sum over the taps of features times fixed random numbers.
    private static void Compare(string name, Sequential features, EncoderOptions options, int batch, int height, int width, string[] taps)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var variant = VggVariant.Named(name);
        var image = rand(batch, 3, height, width).requires_grad_();
        var expected = PlainVgg.Taps(variant, features, (options.Normalization ?? InputNormalization.ImageNet).Apply(image), options);
        var outer = taps.ToDictionary(tap => tap, tap => randn_like(expected[tap].detach()) / Number(Math.Sqrt(expected[tap].numel())), StringComparer.Ordinal);
        taps.Select(tap => (expected[tap] * outer[tap]).sum()).Aggregate((a, b) => a.Plus(b)).backward();

        var before = Tensor.TotalCount;
        using (var encoder = new VggEncoder(variant, features, options))
        using (var pass = encoder.Forward(image.detach(), taps))
        using (NewDisposeScope())
        {
            foreach (var tap in taps)
            {
                ShouldBeNear(pass.Features(tap), expected[tap].detach(), tap);
                pass.Gradient(tap).add_(outer[tap], alpha: One);
            }
            ShouldBeNear(pass.Backward(), image.grad!, "gradient");
        }
        Assert.True(Tensor.TotalCount <= before + 1, $"{Tensor.TotalCount - before} tensors outlive the encoder.");
    }

    // In the mean: a rounding may move a maximum to the neighbor, and all of a gradient with it.
    private static void ShouldBeNear(Tensor actual, Tensor expected, string what)
    {
        Assert.Equal(expected.shape, actual.shape);
        var apart = (actual - expected).norm().item<float>() / expected.norm().item<float>();
        Assert.True(apart < 1e-4, $"{what} is {apart:E1} off.");
    }

    private static IKernels Named(string name)
    {
        var kind = Enum.Parse<KernelKind>(name, ignoreCase: true);
        Assert.SkipUnless(KernelChoice.Runs(kind), $"needs a processor that runs {name}");
        return EncoderKernels.Of(kind);
    }
}
