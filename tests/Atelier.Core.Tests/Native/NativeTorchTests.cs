using TorchSharp;

namespace Atelier.Core.Tests;

public sealed class NativeTorchTests
{
    [Fact, NoTensorLeaks]
    public void EnsureLoaded_OnThisMachine_TorchComputes()
    {
        NativeTorch.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        Assert.Equal(3f, torch.ones(3).sum().item<float>());
    }
}
