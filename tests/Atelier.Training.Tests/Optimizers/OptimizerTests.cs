using System.Text.Json;
using Atelier.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

public sealed class OptimizerTests
{
    private static readonly JsonElement ReferenceCases = ReferenceNumbers.Read("optimizers.json").GetProperty("cases");

    public static TheoryData<int, bool> Cases() =>
        [.. from index in Enumerable.Range(0, ReferenceCases.GetArrayLength()) from fused in (bool[])[true, false] select (index, fused)];

    [Theory, MemberData(nameof(Cases))]
    public void Step_TenTimes_GoesPyTorchsWay(int index, bool fused)
    {
        var expected = ReferenceCases[index];
        var kind = Kind(expected.GetProperty("kind").GetString()!);
        using var trainee = new Trainee(new Chosen(kind, fused) { IsNesterov = kind.IsNesterov });
        for (var t = 1; t <= 10; t++)
        {
            trainee.Step(
                t, expected.GetProperty("momentum").GetDouble(), expected.GetProperty("beta").GetDouble(),
                expected.GetProperty("decay").GetDouble(), expected.GetProperty("in_loss").GetBoolean());
            using var want = tensor(expected.GetProperty("trace")[t - 1].Doubles());
            TensorAssert.ShouldBe(trainee.Parameter, want, 1e-6, 1e-6);
        }
    }

    [Theory, InlineData("SGD"), InlineData("Adam"), InlineData("RMSprop momentum")]
    public void Step_InFloat64_GoesPyTorchsWayMoreClosely(string kind)
    {
        var expected = ReferenceCases.EnumerateArray().First(entry => entry.GetProperty("kind").GetString() == kind);
        using var trainee = new Trainee(Kind(kind), dtype: ScalarType.Float64);
        for (var t = 1; t <= 10; t++)
            trainee.Step(t, expected.GetProperty("momentum").GetDouble(), expected.GetProperty("beta").GetDouble());
        using var want = tensor(expected.GetProperty("trace")[9].Doubles());
        TensorAssert.ShouldBe(trainee.Parameter, want, 1e-7, 0);
    }

    [Theory, InlineData("SGD"), InlineData("SGD Nesterov"), InlineData("Adam"), InlineData("AdamW"), InlineData("RMSprop momentum")]
    public void Step_WithAnyNumberOfThreads_GivesTheSameBits(string kind)
    {
        const int Count = 100_003;
        var threads = get_num_threads();
        try
        {
            using var alone = new Trainee(Kind(kind), count: Count);
            using var together = new Trainee(Kind(kind), count: Count);
            for (var t = 1; t <= 3; t++)
            {
                set_num_threads(1);
                alone.Step(t, decay: 0.01);
                set_num_threads(3);
                together.Step(t, decay: 0.01);
            }
            TensorAssert.ShouldBe(together.Parameter, alone.Parameter, 0, 0);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Step_OfAPartOfAParameter_GivesTheBitsOfTheWhole()
    {
        using var scope = NewDisposeScope();
        using var whole = new Trainee(OptimizerKind.Adam, count: 64);
        using var part = new Trainee(OptimizerKind.Adam, count: 59);
        for (var t = 1; t <= 3; t++)
        {
            whole.Step(t);
            part.Step(t);
        }
        TensorAssert.ShouldBe(part.Parameter, whole.Parameter.narrow(0, 0, 59), 0, 0);
    }

    [Theory, InlineData("SGD"), InlineData("Adam"), InlineData("RMSprop momentum")]
    public void Step_InAnyLayout_MovesTheSameElements(string kind)
    {
        using var scope = NewDisposeScope();
        using var rows = new Trainee(Kind(kind), flat => flat.view(2, 3, 4, 5), 120);
        using var channelsLast = new Trainee(Kind(kind), flat => flat.view(2, 3, 4, 5).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2), 120);
        using var gaps = new Trainee(Kind(kind), flat => zeros(2, 3, 4, 10, dtype: flat.dtype)[TensorIndex.Ellipsis, TensorIndex.Slice(null, null, 2)].copy_(flat.view(2, 3, 4, 5)), 120);
        Assert.Equal([60, 1, 15, 3], channelsLast.Parameter.stride());
        for (var t = 1; t <= 3; t++)
        {
            rows.Step(t);
            channelsLast.Step(t);
            gaps.Step(t);
        }
        TensorAssert.ShouldBe(channelsLast.Parameter, rows.Parameter, 0, 0);
        TensorAssert.ShouldBe(gaps.Parameter, rows.Parameter, 1e-6, 1e-6);
    }

    [Fact]
    public void Step_WithRatesByGroup_UsesEachForItsOwn()
    {
        using var first = new Parameter(ones(4));
        using var second = new Parameter(ones(4));
        using var optimizer = OptimizerKind.Sgd.Create([[first], [second]]);
        first.grad = ones(4);
        second.grad = ones(4);
        optimizer.Step(new([0.1, 0.5], Momentum: 0, Beta: 0, WeightDecay: [0, 0.5]));
        Assert.Equal(0.9, first.data<float>()[0], 1e-6);
        Assert.Equal(1 - 0.5 * 1.5, second.data<float>()[0], 1e-6);
    }

    [Fact]
    public void Step_OfAParameterWithoutGradient_LeavesItAndItsState()
    {
        using var scope = NewDisposeScope();
        using var trainee = new Trainee(OptimizerKind.Adam);
        trainee.Step(1);
        using var before = StateTree.Capture(trainee.Optimizer);
        var parameter = trainee.Parameter.clone();
        trainee.Parameter.grad = null;
        trainee.Optimizer.Step(new(0.1, 0.9, 0.99, 0.1));
        using var after = StateTree.Capture(trainee.Optimizer);
        TensorAssert.ShouldBe(trainee.Parameter, parameter, 0, 0);
        Assert.Equal(1, after.Open().ReadLong("0.0.step"));
        TensorAssert.ShouldBe(after.Open().ReadTensor("0.0.exp_avg"), before.Open().ReadTensor("0.0.exp_avg"), 0, 0);
    }

    [Theory, InlineData("SGD"), InlineData("Adam"), InlineData("RMSprop momentum")]
    public void Step_SavedLoadedAndDisposed_LeavesNoTensor(string kind)
    {
        using var trainee = new Trainee(Kind(kind));
        var before = Tensor.TotalCount;
        for (var t = 1; t <= 3; t++)
            trainee.Step(t, decay: 0.1);
        using (var state = StateTree.Capture(trainee.Optimizer))
            state.LoadInto(trainee.Optimizer);
        trainee.Optimizer.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    internal static OptimizerKind Kind(string name) => name switch
    {
        "SGD" or "SGD plain" => OptimizerKind.Sgd,
        "SGD Nesterov" => OptimizerKind.Sgd with { IsNesterov = true },
        "Adam" => OptimizerKind.Adam,
        "AdamW" => OptimizerKind.AdamW,
        _ => OptimizerKind.RmsProp,
    };

    /// <summary>A kind whose own pass over memory may be turned off.</summary>
    private sealed record Chosen(OptimizerKind Inner, bool IsFused) : OptimizerKind
    {
        public override string Name => Inner.Name;

        public override double DefaultMomentum => Inner.DefaultMomentum;

        public override double DefaultBeta => Inner.DefaultBeta;

        internal override Optimizer Create(IReadOnlyList<IReadOnlyList<Parameter>> groups) => Inner switch
        {
            SgdKind kind => new ElementwiseOptimizer<SgdUpdate>(groups, ["momentum_buffer"], kind.Update) { IsFused = IsFused },
            AdamKind kind => new ElementwiseOptimizer<AdamUpdate>(groups, AdamKind.Averages, kind.Update) { IsFused = IsFused },
            RmsPropKind kind => new ElementwiseOptimizer<RmsPropUpdate>(groups, ["square_avg", "momentum_buffer"], kind.Update) { IsFused = IsFused },
            _ => throw new NotSupportedException(Inner.Name),
        };
    }
}
