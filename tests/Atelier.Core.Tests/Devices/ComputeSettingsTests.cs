using TorchSharp;

namespace Atelier.Core.Tests;

[NoTensorLeaks]
public sealed class ComputeSettingsTests
{
    [Fact]
    public void Apply_SameSeedTwice_GivesTheSameRandomNumbers()
    {
        using var scope = torch.NewDisposeScope();
        new ComputeSettings { Seed = 7 }.Apply();
        var first = torch.rand(8);
        new ComputeSettings { Seed = 7 }.Apply();
        TensorAssert.ShouldBe(torch.rand(8), first, absolute: 0, relative: 0);
        new ComputeSettings { Seed = 8 }.Apply();
        Assert.False(torch.rand(8).allclose(first));
    }

    [Fact]
    public void Apply_OneThread_TorchUsesOne()
    {
        var before = torch.get_num_threads();
        try
        {
            Assert.Equal(DeviceType.CPU, new ComputeSettings { Threads = 1 }.Apply().type);
            Assert.Equal(1, torch.get_num_threads());
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    [Fact]
    public void Apply_CudaWithoutCuda_SaysWhatToDo()
    {
        Assert.SkipWhen(torch.cuda_is_available(), "this machine has CUDA");
        var error = Assert.Throws<TorchException>(() => new ComputeSettings { Device = "cuda" }.Apply());
        Assert.Contains("--device cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_Zero_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComputeSettings { Threads = 0 });
}
