using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

[NoTensorLeaks]
public sealed class DescentTests
{
    private int _evaluations;

    [Theory, InlineData(1), InlineData(7), InlineData(30)]
    public void Run_OfABudget_EvaluatesExactlySoOften(int budget)
    {
        using var descent = Start(Count(TestFunctions.Rosenbrock));
        Assert.Equal(DescentEnd.Finished, descent.Run(budget));
        Assert.Equal((budget, budget), (_evaluations, descent.Losses.Count));
    }

    [Fact]
    public void Best_IsTheImageOfTheLeastLoss()
    {
        using var scope = NewDisposeScope();
        using var descent = Start(TestFunctions.Rosenbrock, rate: 0.2);
        descent.Run(40);
        using var again = TestFunctions.Rosenbrock(descent.Best);
        Assert.Equal(descent.Losses.Min(loss => loss.Total), descent.BestLoss.Total);
        Assert.Equal(descent.BestLoss, again.Losses);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(9)]
    public void Run_WithOneLossThatIsNotANumber_Recovers(int at)
    {
        using var descent = Start(Broken(index => index == at));
        Assert.Equal(DescentEnd.Finished, descent.Run(30));
        Assert.Equal((30, 1), (descent.Losses.Count, descent.Recoveries));
        Assert.True(double.IsFinite(descent.BestLoss.Total));
        Assert.True(descent.Losses[^1].Total < descent.Losses[at == 0 ? 1 : 0].Total);
    }

    [Theory, InlineData(LineSearch.None), InlineData(LineSearch.StrongWolfe)]
    public void Run_WithOneGradientThatIsNotANumber_Recovers(LineSearch search)
    {
        Evaluation Evaluate(Tensor x)
        {
            var evaluation = TestFunctions.Rosenbrock(x);
            if (_evaluations++ == 4)
                evaluation.Gradient[0].fill_(Number(double.NaN)).Dispose();
            return evaluation;
        }
        using var scope = NewDisposeScope();
        using var descent = Start(Evaluate, search: search);
        Assert.Equal(DescentEnd.Finished, descent.Run(30));
        Assert.True(descent.Best.isfinite().all().item<bool>());
        Assert.True(descent.BestLoss.Total < descent.Losses[0].Total);
    }

    [Theory, InlineData(2), InlineData(100)]
    public void Run_WithNoFiniteLoss_SaysSo(int budget)
    {
        using var descent = Start(Broken(_ => true));
        Assert.Equal(DescentEnd.NotFinite, descent.Run(budget));
    }

    [Fact]
    public void Run_WithNoFiniteGradient_SaysSo()
    {
        using var descent = Start(x => new(1, full_like(x, Number(double.NaN))));
        Assert.Equal(DescentEnd.NotFinite, descent.Run(100));
    }

    [Fact]
    public void Run_OfAConstant_Converges()
    {
        using var descent = Start(x => new(5, zeros_like(x)));
        Assert.Equal(DescentEnd.Converged, descent.Run(100));
        Assert.Equal(5, descent.BestLoss.Total);
    }

    [Fact]
    public void Run_FarAstrayForLong_GoesBackToTheBest()
    {
        using var descent = Start(TestFunctions.Quadratic, rate: 3);
        descent.Run(60);
        Assert.True(descent.Recoveries > 0);
        Assert.True(descent.BestLoss.Total <= descent.Losses[0].Total);
        using var patient = Start(TestFunctions.Rosenbrock, rate: 3, isPatient: true);
        patient.Run(60);
        Assert.Equal(60, patient.Losses.Count);
    }

    // Falls forever, by steps of a hundredth of a level: the picture is seen after 20 evaluations, and again after 40.
    private static Evaluation Slope(Tensor x) => new(1e-5 * x.sum().item<double>(), full_like(x, Number(1e-5)));

    [Fact]
    public void Run_WhereNothingVisibleChanges_EndsIfAskedTo()
    {
        using var scope = NewDisposeScope();
        using var start = full(4000, Number(0.5), float64);
        using var descent = new Descent(start, new LBfgs(), Slope) { EndsWhenStill = true };
        Assert.Equal((DescentEnd.Still, 40), (descent.Run(100), descent.Losses.Count));
        using var other = new Descent(start, new LBfgs(), Slope);
        Assert.Equal(DescentEnd.Finished, other.Run(100));
    }

    [Fact]
    public void Run_WhereTheBestStays_IsNotStill()
    {
        using var scope = NewDisposeScope();
        // After the fifth, no loss is better: trouble to recover from, which takes patience.
        using var descent = new Descent(full(4000, Number(0.5), float64), new LBfgs(), x => new(_evaluations++ < 5 ? -_evaluations : 0, full_like(x, Number(1e-5)))) { EndsWhenStill = true };
        Assert.Equal((DescentEnd.Converged, 1), (descent.Run(300), descent.Recoveries));
    }

    [Theory, InlineData(7), InlineData(25)]
    public void Load_OfAnImageThatIsAlmostStill_EndsWhereTheWholeRunDoes(int keptAt)
    {
        using var scope = NewDisposeScope();
        using var start = full(4000, Number(0.5), float64);
        StateTree? kept = null;
        using var whole = new Descent(start, new LBfgs(), Slope)
        {
            EndsWhenStill = true,
            Iterated = d => kept = d.Losses.Count == keptAt ? StateTree.Capture(d) : kept,
        };
        whole.Run(100);
        using var rest = new Descent(start, new LBfgs(), Slope) { EndsWhenStill = true };
        kept!.LoadInto(rest);
        kept.Dispose();
        Assert.Equal(DescentEnd.Still, rest.Run(100));
        Assert.Equal(whole.Losses, rest.Losses);
    }

    [Fact]
    public void Run_Canceled_StopsWithTheBest()
    {
        using var stop = new CancellationTokenSource();
        using var descent = Start(Count(TestFunctions.Rosenbrock), evaluated: d =>
        {
            if (d.Losses.Count == 5)
                stop.Cancel();
        });
        Assert.Equal(DescentEnd.Stopped, descent.Run(50, stop.Token));
        Assert.Equal(5, _evaluations);
        Assert.Equal(descent.Losses.Min(loss => loss.Total), descent.BestLoss.Total);
    }

    [Theory, InlineData(LineSearch.None), InlineData(LineSearch.StrongWolfe)]
    public void Load_OfAStateInTheMiddle_GoesOnBitForBit(LineSearch search)
    {
        using var scope = NewDisposeScope();
        StateTree? kept = null;
        using var whole = Start(TestFunctions.Rosenbrock, 0.2, search, iterated: d =>
        {
            if (d.Losses.Count >= 11 && kept is null)
                kept = StateTree.Capture(d);
        });
        whole.Run(30);
        using var rest = Start(TestFunctions.Rosenbrock, 0.2, search);
        kept!.LoadInto(rest);
        kept.Dispose();
        rest.Run(30);
        Assert.Equal(whole.Losses, rest.Losses);
        TensorAssert.ShouldBe(rest.Image, whole.Image, 0, 0);
        TensorAssert.ShouldBe(rest.Best, whole.Best, 0, 0);
    }

    [Fact]
    public void Load_AfterBeingStopped_GoesOnBitForBit()
    {
        using var scope = NewDisposeScope();
        using var stop = new CancellationTokenSource();
        using var whole = Start(Broken(index => index == 12));
        whole.Run(30);
        _evaluations = 0;
        // Stopped right after the loss that is not finite: the image has gone back, and is not evaluated yet.
        using var first = Start(Broken(index => index == 12), evaluated: d =>
        {
            if (d.Losses.Count == 13)
                stop.Cancel();
        });
        first.Run(30, stop.Token);
        using var state = StateTree.Capture(first);
        using var rest = Start(Broken(_ => false));
        state.LoadInto(rest);
        rest.Run(30);
        Assert.Equal(whole.Losses, rest.Losses);
        Assert.Equal(whole.Recoveries, rest.Recoveries);
        TensorAssert.ShouldBe(rest.Best, whole.Best, 0, 0);
    }

    [Theory, InlineData(LineSearch.None), InlineData(LineSearch.StrongWolfe)]
    public void Run_WhereTheObjectiveThrows_LeavesNothingBehind(LineSearch search)
    {
        using var scope = NewDisposeScope();
        using var descent = Start(x => _evaluations++ == 6 ? throw new InvalidOperationException("out of memory") : TestFunctions.Rosenbrock(x), 0.2, search);
        Assert.Throws<InvalidOperationException>(() => descent.Run(50));
        using var other = Start(TestFunctions.Rosenbrock, 0.2, search, d =>
        {
            if (d.Losses.Count == 6)
                throw new InvalidOperationException("closed");
        });
        Assert.Throws<InvalidOperationException>(() => other.Run(50));
    }

    private static Descent Start(
        Func<Tensor, Evaluation> objective, double rate = 0.02, LineSearch search = LineSearch.None,
        Action<Descent>? evaluated = null, Action<Descent>? iterated = null, bool isPatient = false)
    {
        using var start = tensor([-1.2, 1.0]);
        return new(start, new LBfgs { LearningRate = rate, LineSearch = search }, objective) { Evaluated = evaluated, Iterated = iterated, IsPatient = isPatient };
    }

    private Func<Tensor, Evaluation> Count(Func<Tensor, Evaluation> objective) => x =>
    {
        _evaluations++;
        return objective(x);
    };

    private Func<Tensor, Evaluation> Broken(Func<int, bool> isBroken) => x =>
    {
        var evaluation = TestFunctions.Rosenbrock(x);
        return isBroken(_evaluations++) ? evaluation with { Losses = new(double.NaN, 0, 0) } : evaluation;
    };
}
