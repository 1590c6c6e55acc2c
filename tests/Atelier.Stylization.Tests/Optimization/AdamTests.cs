using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

/// <remarks>TorchSharp counts the tensor that became a parameter until it is finalized.</remarks>
public sealed class AdamTests
{
    [Fact, NoTensorLeaks]
    public void Step_TheFirst_GoesTheLearningRateAgainstTheSign()
    {
        using var scope = NewDisposeScope();
        using var adam = new Adam { LearningRate = 0.02 };
        var x = tensor([3.0, -4.0, 1.0]);
        using var next = adam.Step(x, new(0, tensor([10.0, -0.001, 0.0])), TestFunctions.Quadratic);
        TensorAssert.ShouldBe(x, tensor([2.98, -3.98, 1.0]), 1e-6, 0);
    }

    [Fact]
    public void Steps_AgainstTorchOptimAdam_AreTheSame()
    {
        using var scope = NewDisposeScope();
        var x = TestFunctions.RosenbrockStart(10);
        var variable = new TorchSharp.Modules.Parameter(x.clone());
        using var expected = optim.Adam([variable], lr: 0.05, beta1: 0.8, beta2: 0.99);
        using var adam = new Adam { LearningRate = 0.05, Beta1 = 0.8, Beta2 = 0.99 };
        var current = TestFunctions.Rosenbrock(x);
        for (var i = 0; i < 20; i++)
        {
            using var at = TestFunctions.Rosenbrock(variable);
            variable.grad = at.Gradient;
            expected.step();
            current = adam.Step(x, current, TestFunctions.Rosenbrock)!;
            TensorAssert.ShouldBe(x, variable.detach(), 1e-9, 1e-9);
        }
        current.Dispose();
    }

    [Fact, NoTensorLeaks]
    public void Load_OfASavedState_GoesOnBitForBit()
    {
        using var scope = NewDisposeScope();
        using var adam = new Adam();
        using var other = new Adam();
        var x = TestFunctions.RosenbrockStart(4);
        Steps(adam, x, 5);
        var copy = x.clone();
        using (var state = StateTree.Capture(adam))
            state.LoadInto(other);
        Steps(adam, x, 5);
        Steps(other, copy, 5);
        TensorAssert.ShouldBe(copy, x, 0, 0);
    }

    [Fact, NoTensorLeaks]
    public void Recover_HalvesTheStep()
    {
        using var scope = NewDisposeScope();
        using var adam = new Adam { LearningRate = 0.02 };
        var x = tensor([0.0]);
        adam.Recover();
        using var next = adam.Step(x, new(0, tensor([5.0])), TestFunctions.Quadratic);
        Assert.Equal(-0.01, x.item<double>(), 1e-8);
    }

    private static void Steps(Adam adam, Tensor x, int count)
    {
        var current = TestFunctions.Rosenbrock(x);
        for (var i = 0; i < count; i++)
            current = adam.Step(x, current, TestFunctions.Rosenbrock)!;
        current.Dispose();
    }
}
