using Atelier.Core;
using System.Text.Json;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

[NoTensorLeaks]
public sealed class LBfgsTests
{
    public static TheoryData<string> Runs() =>
        [.. Reference().EnumerateObject().Where(run => run.Value.GetProperty("line_search").ValueKind is JsonValueKind.Null).Select(run => run.Name)];

    [Theory, MemberData(nameof(Runs))]
    public void WithoutLineSearch_AgainstPyTorch_MakesTheSameSteps(string name)
    {
        var run = Reference().GetProperty(name);
        using var scope = NewDisposeScope();
        var (function, start) = Named(run.GetProperty("function").GetString()!);
        using var optimizer = new LBfgs { LearningRate = run.GetProperty("lr").GetDouble(), HistorySize = run.GetProperty("history").GetInt32() };
        var losses = Losses(optimizer, start, function, 30);
        foreach (var (actual, expected) in losses.Zip(run.GetProperty("losses").Doubles()))
            TensorAssert.ShouldBe(actual, expected, relative: 1e-9);
        Assert.Equal(30, losses.Count);
    }

    [Theory, InlineData(2), InlineData(10)]
    public void StrongWolfe_OnRosenbrock_ReachesTheMinimum(int count)
    {
        using var scope = NewDisposeScope();
        using var optimizer = new LBfgs { LineSearch = LineSearch.StrongWolfe, GradientTolerance = 1e-10, ChangeTolerance = 1e-14 };
        var losses = Losses(optimizer, TestFunctions.RosenbrockStart(count), TestFunctions.Rosenbrock, 200);
        Assert.True(losses.Min() < 1e-10, $"The least loss is {losses.Min()}.");
    }

    [Theory, InlineData(2, 0.001), InlineData(2, 1), InlineData(2, 30), InlineData(10, 1), InlineData(20, 1)]
    public void StrongWolfe_OfEachStep_FulfillsBothConditions(int count, double rate)
    {
        using var scope = NewDisposeScope();
        var (function, start) = count == 20 ? Named("quadratic20") : (TestFunctions.Rosenbrock, TestFunctions.RosenbrockStart(count));
        using var optimizer = new LBfgs { LineSearch = LineSearch.StrongWolfe, LearningRate = rate };
        var x = start.clone();
        var (from, current) = (x.clone(), function(x));
        for (var steps = 0; steps < 40; steps++)
        {
            var (loss, gradient) = (current.Losses.Total, current.Gradient.clone());
            if (optimizer.Step(x, current, function) is not { } next)
            {
                Assert.True(loss < 1e-6, $"It stopped at {loss}.");
                return;
            }
            current = next;
            var moved = x - from;
            var (before, after) = (moved.dot(gradient).item<double>(), moved.dot(next.Gradient).item<double>());
            Assert.True(before < 0, $"Step {steps} leads up.");
            Assert.True(next.Losses.Total <= loss + 1e-4 * before, $"Step {steps} falls too little: {loss} to {next.Losses.Total}.");
            Assert.True(Math.Abs(after) <= 0.9 * Math.Abs(before), $"Step {steps} is too steep: {before} to {after}.");
            using (var there = function(x))
                Assert.Equal(there.Losses.Total, next.Losses.Total);
            from.copy_(x);
        }
        current.Dispose();
    }

    [Fact]
    public void StrongWolfe_WhereTheLossIsNotFinite_StepsShorter()
    {
        using var scope = NewDisposeScope();
        // -log(1 - x) - log(1 + x): finite between -1 and 1 only.
        Evaluation Barrier(Tensor x)
        {
            using var inner = NewDisposeScope();
            var loss = -x.neg().Plus(1).log().Plus(x.Plus(1).log()).sum();
            return new(loss.item<double>(), (Number(1) / x.neg().Plus(1) - Number(1) / x.Plus(1)).DetachFromDisposeScope());
        }
        using var optimizer = new LBfgs { LineSearch = LineSearch.StrongWolfe, LearningRate = 100 };
        var losses = Losses(optimizer, tensor([0.9]), Barrier, 60);
        Assert.True(losses[^1] < 1e-10, $"It ends at {losses[^1]}.");
    }

    [Fact]
    public void StrongWolfe_WhereTwoTrialsAreEquallyGood_KeepsImageAndEvaluationTogether()
    {
        using var scope = NewDisposeScope();
        // Flat but for the slope it claims: every trial has the same loss, none fulfills the conditions.
        static Evaluation Terrace(Tensor x)
        {
            var at = x.item<double>();
            return new(at == 0 ? 1 : 0.5, tensor([at == 0 ? -1.0 : at]).DetachFromDisposeScope());
        }
        var image = tensor([0.0]);
        using var optimizer = new LBfgs { LineSearch = LineSearch.StrongWolfe };
        using var next = optimizer.Step(image, Terrace(image), Terrace);
        Assert.Equal(image.item<double>(), next!.Gradient.item<double>());
        using var state = StateTree.Capture(optimizer);
        using var step = state.Open().ReadTensor("history.0.step");
        Assert.Equal(image.item<double>(), step.item<double>());
    }

    [Theory]
    [InlineData(LineSearch.None, false)]
    [InlineData(LineSearch.StrongWolfe, false)]
    [InlineData(LineSearch.None, true)]
    public void Load_OfASavedState_GoesOnBitForBit(LineSearch search, bool isHalved)
    {
        using var scope = NewDisposeScope();
        using var optimizer = new LBfgs { LearningRate = 0.2, HistorySize = 3, LineSearch = search, IsHistoryHalved = isHalved };
        using var other = new LBfgs { LearningRate = 0.2, HistorySize = 3, LineSearch = search, IsHistoryHalved = isHalved };
        var x = TestFunctions.RosenbrockStart(10);
        var current = Steps(optimizer, x, TestFunctions.Rosenbrock(x), 7);
        var copy = x.clone();
        using (var state = StateTree.Capture(optimizer))
            state.LoadInto(other);
        Steps(optimizer, x, current, 7).Dispose();
        Steps(other, copy, TestFunctions.Rosenbrock(copy), 7).Dispose();
        TensorAssert.ShouldBe(copy, x, 0, 0);
    }

    [Fact]
    public void Step_WithAHalvedHistory_TakesHalfTheMemory_AndStillConverges()
    {
        using var scope = NewDisposeScope();
        using var whole = new LBfgs { LineSearch = LineSearch.StrongWolfe };
        using var halved = new LBfgs { LineSearch = LineSearch.StrongWolfe, IsHistoryHalved = true };
        foreach (var optimizer in (LBfgs[])[whole, halved])
        {
            var x = TestFunctions.RosenbrockStart(10);
            using var last = Steps(optimizer, x, TestFunctions.Rosenbrock(x), 60);
            Assert.True(last.Losses.Total < 0.02, $"{last.Losses.Total}");   // from 2057
        }
        Assert.Equal(ScalarType.BFloat16, TypeOfAStep(halved));
        Assert.NotEqual(ScalarType.BFloat16, TypeOfAStep(whole));
    }

    private static ScalarType TypeOfAStep(LBfgs optimizer)
    {
        using var state = StateTree.Capture(optimizer);
        using var step = state.Open().Child("history").ReadTensor("0.step");
        return step.dtype;
    }

    [Fact]
    public void Recover_HalvesTheStepAndForgets()
    {
        using var scope = NewDisposeScope();
        using var optimizer = new LBfgs { LearningRate = 0.5 };
        var x = TestFunctions.RosenbrockStart(2);
        Steps(optimizer, x, TestFunctions.Rosenbrock(x), 3).Dispose();
        optimizer.Recover();
        var before = x.clone();
        using var current = TestFunctions.Rosenbrock(x);
        var expected = before - current.Gradient / current.Gradient.abs().sum() * Number(0.25);
        optimizer.Step(x, new(current.Losses, current.Gradient.clone()), TestFunctions.Rosenbrock)!.Dispose();
        TensorAssert.ShouldBe(x, expected, 1e-12, 1e-12);
    }

    [Theory, InlineData(1), InlineData(0.25)]
    public void FirstStep_IsTheRootMeanSquareOfTheFirstChange(double rate)
    {
        using var scope = NewDisposeScope();
        using var optimizer = new LBfgs { LearningRate = rate, FirstStep = 0.01 };
        var x = TestFunctions.RosenbrockStart(10);
        var before = x.clone();
        using var start = TestFunctions.Rosenbrock(x);
        var expected = -start.Gradient / start.Gradient.pow(Number(2)).mean().sqrt() * Number(0.01) * Number(rate);
        Steps(optimizer, x, new(start.Losses, start.Gradient.clone()), 1).Dispose();
        TensorAssert.ShouldBe(x - before, expected, 1e-12, 1e-12);
    }

    private static Evaluation Steps(LBfgs optimizer, Tensor x, Evaluation current, int count)
    {
        for (var i = 0; i < count; i++)
            current = optimizer.Step(x, current, TestFunctions.Rosenbrock)!;
        return current;
    }

    private static List<double> Losses(LBfgs optimizer, Tensor start, Func<Tensor, Evaluation> function, int count)
    {
        var losses = new List<double>();
        Evaluation Record(Tensor x)
        {
            var evaluation = function(x);
            losses.Add(evaluation.Losses.Total);
            return evaluation;
        }
        var image = start.clone();
        var current = Record(image);
        while (losses.Count < count && optimizer.Step(image, current, Record) is { } next)
            current = next;
        current.Dispose();
        return losses;
    }

    private static (Func<Tensor, Evaluation> Function, Tensor Start) Named(string name) => name switch
    {
        "rosenbrock2" => (TestFunctions.Rosenbrock, TestFunctions.RosenbrockStart(2)),
        "rosenbrock10" => (TestFunctions.Rosenbrock, TestFunctions.RosenbrockStart(10)),
        _ => (TestFunctions.Quadratic, zeros(20, float64)),
    };

    private static JsonElement Reference() => ReferenceNumbers.Read("lbfgs.json").GetProperty("runs");
}
