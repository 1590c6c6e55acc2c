using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models.Tests;

/// <summary>Encoders away from the CPU.</summary>
/// <remarks>
/// libtorch's meta device has shapes without numbers, and like CUDA, it refuses tensors of the CPU: what works on it makes no tensor
/// in the wrong place.
/// </remarks>
public sealed class OtherDeviceTests
{
    [Theory, InlineData(PoolingMode.Max), InlineData(PoolingMode.Average)]
    public void VggPass_OnAnotherDevice_StaysThere(PoolingMode pooling)
    {
        using var scope = NewDisposeScope();
        using var features = PlainVgg.Build("vgg16_bn", "relu3_3");
        using var encoder = new VggEncoder(VggVariant.Named("vgg16_bn"), features, new() { Pooling = pooling, Device = META, Kernels = new ShapesOnly() });
        ShouldStay(encoder, "relu1_2", "relu3_3");
    }

    [Fact]
    public void StagedPass_OnAnotherDevice_StaysThere()
    {
        using var scope = NewDisposeScope();
        using var tanh = nn.Tanh();
        using var pool = nn.AvgPool2d(2);
        IReadOnlyList<Step> stages = [new("tanh", tanh), new("pool", pool)];
        // From the CPU, an image is brought over.
        using (var pass = new StagedPass(stages, InputNormalization.ImageNet, zeros(1, 3, 45, 37), META, ["pool"]))
            Assert.Equal(TorchSharp.DeviceType.META, pass.Features("pool").device_type);
        using (var pass = new StagedPass(stages, InputNormalization.ImageNet, empty(1, 3, 45, 37, device: META), META, ["tanh", "pool"]))
            ShouldGoBackThere(pass, "tanh", "pool");
    }

    private static void ShouldStay(FeatureEncoder encoder, params string[] taps)
    {
        Assert.Equal(TorchSharp.DeviceType.META, encoder.Device.type);
        // From the CPU, an image is brought over.
        using (var pass = encoder.Forward(zeros(1, 3, 45, 37), taps))
            Assert.All(taps, tap => Assert.Equal(TorchSharp.DeviceType.META, pass.Features(tap).device_type));
        using (var pass = encoder.Forward(empty(1, 3, 45, 37, device: META), taps))
            ShouldGoBackThere(pass, taps);
    }

    private static void ShouldGoBackThere(EncoderPass pass, params string[] taps)
    {
        foreach (var tap in taps)
            pass.Gradient(tap).add_(pass.Features(tap), alpha: One);
        var gradient = pass.Backward();
        Assert.Equal(TorchSharp.DeviceType.META, gradient.device_type);
        Assert.Equal([1, 3, 45, 37], gradient.shape);
    }

    // libtorch's own, but for convolutions: the meta device cannot turn their filters.
    private sealed class ShapesOnly : IKernels
    {
        public IConvolution Convolution(Tensor weight, Tensor bias, PaddingMode padding) => new Shape(weight.shape[1], weight.shape[0]);

        public Tensor Pool(Tensor input, PoolingMode mode, Workspace workspace) => TorchKernels.Instance.Pool(input, mode, workspace);

        public Tensor PoolBackward(Tensor gradient, Tensor input, Tensor? addend, PoolingMode mode, Workspace workspace) =>
            TorchKernels.Instance.PoolBackward(gradient, input, addend, mode, workspace);

        private sealed class Shape(long channels, long filters) : IConvolution
        {
            public Tensor Forward(Tensor input, bool relu, Workspace workspace) => workspace.Rent([.. input.shape[..3], filters]);

            public Tensor Backward(Tensor gradient, Tensor? addend, Tensor? mask, Workspace workspace)
            {
                var input = workspace.Rent([.. gradient.shape[..3], channels]);
                return input.add_(addend ?? input, alpha: One).mul_(mask ?? input);
            }

            public void Dispose()
            {
            }
        }
    }
}
