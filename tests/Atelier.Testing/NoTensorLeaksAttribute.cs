using System.Reflection;
using Atelier.Core;
using TorchSharp;
using Xunit;
using Xunit.v3;

namespace Atelier.Testing;

/// <summary>Fails a test after which more tensors are alive than before it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NoTensorLeaksAttribute : BeforeAfterTestAttribute
{
    private long _before;

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        NativeTorch.EnsureLoaded();
        _before = torch.Tensor.TotalCount;
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test) =>
        Assert.True(torch.Tensor.TotalCount <= _before, $"{torch.Tensor.TotalCount - _before} tensors outlive the test.");
}
