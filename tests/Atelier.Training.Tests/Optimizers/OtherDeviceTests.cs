using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

/// <summary>Away from the CPU: see the tests of that name in Atelier.Models.Tests.</summary>
public sealed class OtherDeviceTests
{
    public static TheoryData<string> Kinds() => [.. OptimizerKind.All.Select(kind => kind.Name)];

    [Theory, MemberData(nameof(Kinds))]
    public void Step_OfParametersElsewhere_StaysThere(string kind)
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(empty(40, 3, device: META)) { grad = empty(40, 3, device: META) };
        using var optimizer = OptimizerKind.Named(kind).Create([[parameter]]);
        for (var step = 0; step < 2; step++)
            optimizer.Step(new(0.1, 0.9, 0.99, 0.01));
        Assert.Equal(DeviceType.META, parameter.device_type);
    }

    [Fact]
    public void ExponentialAverage_OfANetworkElsewhere_IsThere()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Linear(3, 2, device: META);
        using var average = new ExponentialAverage(network);
        average.Update(network);
        using (average.ApplyTo(network))
            Assert.Equal(DeviceType.META, network.weight!.device_type);
    }

    [Fact]
    public void CrossEntropy_WithClassWeights_IsThere()
    {
        using var scope = NewDisposeScope();
        var logits = empty(3, 2, device: META);
        var loss = new CrossEntropy { ClassWeights = [1, 2], LabelSmoothing = 0.1 }.Compute(logits, empty(3, 2, device: META));
        Assert.Equal(DeviceType.META, loss.device_type);
    }
}
