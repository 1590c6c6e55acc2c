using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

public sealed class OptimizerStateTests
{
    [Theory]
    [InlineData("SGD"), InlineData("Adam"), InlineData("AdamW"), InlineData("RMSprop momentum")]
    public void Load_OfWhatSaveGave_GoesOnBitIdentically(string kind) => GoesOn(OptimizerTests.Kind(kind));

    [Theory, InlineData("Adagrad"), InlineData("NAdam"), InlineData("SGD")]
    public void Load_OfATorchSharpOptimizer_GoesOnBitIdentically(string kind) => GoesOn(Custom(kind));

    [Fact]
    public void Load_OfAnotherKind_IsRefused()
    {
        using var adam = new Trainee(OptimizerKind.Adam);
        using var sgd = new Trainee(OptimizerKind.Sgd);
        using var smaller = new Trainee(OptimizerKind.Adam, count: 3);
        adam.Step(1);
        using var state = StateTree.Capture(adam.Optimizer);
        Assert.Contains("has '0.0.exp_avg', which nothing here reads", Assert.Throws<CheckpointException>(() => state.LoadInto(sgd.Optimizer)).Message, StringComparison.Ordinal);
        Assert.Contains("'0.0.exp_avg' is a tensor of type Float32 and shape [19]", Assert.Throws<CheckpointException>(() => state.LoadInto(smaller.Optimizer)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Step_OfATorchSharpOptimizer_DecaysAsOursDo(bool inLoss)
    {
        using var scope = NewDisposeScope();
        using var ours = new Trainee(OptimizerKind.Sgd);
        using var theirs = new Trainee(Custom("SGD"));
        for (var t = 1; t <= 5; t++)
        {
            ours.Step(t, decay: 0.1, inLoss: inLoss);
            theirs.Step(t, decay: 0.1, inLoss: inLoss);
            TensorAssert.ShouldBe(theirs.Parameter, ours.Parameter, 1e-6, 1e-6);
        }
    }

    [Fact]
    public void Step_OfATorchSharpOptimizer_LeavesTheGradient()
    {
        using var scope = NewDisposeScope();
        using var ours = new Trainee(OptimizerKind.Sgd);
        using var theirs = new Trainee(Custom("SGD"));
        ours.Step(1, decay: 0.1);
        theirs.Step(1, decay: 0.1);
        TensorAssert.ShouldBe(theirs.Parameter.grad!, ours.Parameter.grad!, 0, 0);
    }

    private static OptimizerKind Custom(string kind) => OptimizerKind.Custom(kind, parameters => kind switch
    {
        "Adagrad" => optim.Adagrad(parameters),
        "NAdam" => optim.NAdam(parameters),
        _ => optim.SGD(parameters, 0.1, momentum: 0.9),
    });

    private static void GoesOn(OptimizerKind kind)
    {
        using var scope = NewDisposeScope();
        using var straight = new Trainee(kind, flat => flat.view(1, 19));
        for (var t = 1; t <= 3; t++)
            straight.Step(t, decay: 0.01);
        using var state = StateTree.Capture(straight.Optimizer);
        using var resumed = new Trainee(kind, flat => flat.view(1, 19));
        using (no_grad())
            resumed.Parameter.copy_(straight.Parameter);
        state.LoadInto(resumed.Optimizer);
        for (var t = 4; t <= 8; t++)
        {
            straight.Step(t, decay: 0.01);
            resumed.Step(t, decay: 0.01);
        }
        TensorAssert.ShouldBe(resumed.Parameter, straight.Parameter, 0, 0);
    }
}
