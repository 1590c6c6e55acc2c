using Atelier.Training;

namespace Atelier.Runs.Tests;

public sealed class RecipeTextTests
{
    [Fact]
    public void Parse_OfSgdr_IsTheBuildersPhases() =>
        Assert.Equal(TrainingPhases.Sgdr(1e-2, cycles: 2, length: 1, multiplier: 2), Recipe.Parse("sgdr(lr=1e-2,cycles=2,len=1,mult=2)").Phases);

    [Fact]
    public void Parse_OfOneCycle_IsTheBuildersPhases() =>
        Assert.Equal(
            TrainingPhases.OneCycle(0.4, 5, 20, 0.2, 0.9, 0.8),
            Recipe.Parse(" one_cycle ( lr = 4e-1 , len=5, div=2e+1, tail=0.2, max_mom=.9, min_mom=0.8 ) ").Phases);

    [Fact]
    public void Parse_OfSteps_IsTheBuildersPhases() =>
        Assert.Equal(TrainingPhases.Steps(0.1, 4, 2.5, 0.5), Recipe.Parse("steps(lr=0.1,steps=4,len=2.5,factor=0.5)").Phases);

    [Fact]
    public void Parse_OfConstant_HasEveryCommonValue()
    {
        var phase = Assert.Single(Recipe.Parse("constant(lr=[1e-4,1e-3],len=0.5,opt=AdamW,mom=0.8,beta=0.98,wd=[0,1e-2],wd_loss=false,size=96)").Phases);
        Assert.Equal(
            new TrainingPhase
            {
                Epochs = 0.5,
                Optimizer = OptimizerKind.AdamW,
                LearningRate = new double[] { 1e-4, 1e-3 },
                Momentum = 0.8,
                Beta = 0.98,
                WeightDecay = [0, 1e-2],
                WeightDecayInLoss = false,
                ImageSize = 96,
            },
            phase);
    }

    [Fact]
    public void Parse_OfSgdrByLayerGroup_ScalesEachGroup()
    {
        var phases = Recipe.Parse("sgdr(lr=[1e-4,1e-2])").Phases;
        Assert.Equal([1e-6, 1e-4], phases[0].LearningRate.Start);
        Assert.Equal([1e-4, 1e-2], phases[1].LearningRate.Start);
        Assert.Null(phases[1].LearningRate.End);
    }

    [Fact]
    public void Parse_OfOneCycleWithoutATail_HasNone() =>
        Assert.Equal([1.0, 1.0], Recipe.Parse("one_cycle(lr=1e-2,len=2,tail=0)").Phases.Select(phase => phase.Epochs));

    [Fact]
    public void Parse_OfLengths_TakesEpochsAndLenForTheSame() =>
        Assert.Equal(
            Recipe.Parse("warm_up(epochs=2) + constant(lr=1,len=3)").Phases.Select(phase => phase.Epochs),
            Recipe.Parse("warm_up(len=2) + constant(lr=1,epochs=3)").Phases.Select(phase => phase.Epochs));

    [Theory, InlineData("lr=0.2"), InlineData("lr=[1e-3,0.2]")]
    public void Parse_OfAWarmUpBeforeSgdr_ClimbsToItsRate_InPlaceOfItsOwn(string rates)
    {
        var phases = Recipe.Parse($"warm_up(epochs=1,div=100) + sgdr({rates},cycles=2,len=2)").Phases;
        Assert.Equal([1, 1.9, 2], phases.Select(phase => phase.Epochs));
        Assert.Equal(phases[1].LearningRate.Start, phases[0].LearningRate.End);
        Assert.Equal(0.2, phases[1].LearningRate.Start[^1]);
    }

    [Fact]
    public void Parse_OfAWarmUp_ClimbsToWhatFollows()
    {
        var phases = Recipe.Parse("constant(lr=1) + warm_up(epochs=0.5,div=10) + steps(lr=0.2,steps=2,opt=adam)").Phases;
        Assert.Equal([1, 0.5, 1, 1], phases.Select(phase => phase.Epochs));
        Assert.Equal((0.2 / 10, 0.2), phases[1].LearningRate);
        Assert.Equal(Decay.Linear, phases[1].LearningRateDecay);
        Assert.Equal(["SGD", "Adam", "Adam", "Adam"], phases.Select(phase => phase.Optimizer.Name));
    }

    [Theory]
    [InlineData("", "needs a name at character 1, where it ends")]
    [InlineData("sgdr", "needs '(' at character 5, where it ends")]
    [InlineData("sgdr(lr=1e-2", "needs ')' or ',' at character 13")]
    [InlineData("sgdr(lr=1e-2))", "needs '+' and another part, or nothing more at character 14, where there is ')'")]
    [InlineData("sgdr(lr=)", "needs a value at character 9")]
    [InlineData("sgdr(lr=1e-2)+", "needs a name at character 15, where it ends")]
    [InlineData("sgrd(lr=1e-2)", "Part 1 of the recipe is 'sgrd', which is not one of sgdr, one_cycle, steps, constant, warm_up: write 'sgdr'")]
    [InlineData("onecycle(lr=1)", "write 'one_cycle', as in one_cycle(lr=")]
    [InlineData("sgdr(lr=1e-2,cycels=2)", "Part 1 of the recipe, sgdr, has no key 'cycels': write 'cycles', as in sgdr(")]
    [InlineData("constant(lr=1)+steps(lr=1,lr=2)", "Part 2 of the recipe, steps, has the key 'lr' twice")]
    [InlineData("sgdr(cycles=2)", "needs 'lr'")]
    [InlineData("sgdr(lr=fast)", "has 'fast' for 'lr': write a number greater than 0")]
    [InlineData("sgdr(lr=-0.1)", "has '-0.1' for 'lr'")]
    [InlineData("sgdr(lr=0)", "has '0' for 'lr'")]
    [InlineData("sgdr(lr=NaN)", "has 'NaN' for 'lr'")]
    [InlineData("sgdr(lr=1e999)", "has '1e999' for 'lr'")]
    [InlineData("sgdr(lr=1,cycles=1.5)", "has '1.5' for 'cycles': write a whole number from 1 to 1000")]
    [InlineData("sgdr(lr=1,cycles=[1,2])", "has a list for 'cycles': give one value")]
    [InlineData("sgdr(lr=1,cycles=1000,mult=9)", "leads to an invalid phase (Epochs must be greater than 0")]
    [InlineData("one_cycle(lr=1,mom=0.9)", "has no key 'mom'")]
    [InlineData("one_cycle(lr=1,tail=1)", "has '1' for 'tail'")]
    [InlineData("constant(lr=1,opt=adma)", "has no optimizer 'adma' for 'opt': write 'adam', or one of sgd, adam, adamw, rmsprop")]
    [InlineData("constant(lr=1,wd_loss=no)", "has 'no' for 'wd_loss': write true or false")]
    [InlineData("constant(lr=1,mom=1)", "has '1' for 'mom': write a number of at least 0 and less than 1")]
    [InlineData("warm_up(epochs=1)", "has nothing after it to warm up for: join another part with '+'")]
    [InlineData("warm_up(lr=1)+constant(lr=1)", "Part 1 of the recipe, warm_up, has no key 'lr'")]
    [InlineData("constant(lr=1,len=2,epochs=3)", "has the key 'len' twice")]
    [InlineData("constant(lr=[1,2])+constant(lr=[1,2,3])", "the network has 3 layer groups")]
    [InlineData("constant(lr=1,len=1e7)", "at most 1000000 can be trained")]
    public void Parse_OfAMistake_NamesThePlaceInOneSentence(string text, string expected)
    {
        var message = Assert.Throws<RecipeException>(() => Recipe.Parse(text)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
