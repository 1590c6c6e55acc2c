using Atelier.Data;
using Atelier.Training;

namespace Atelier.Runs.Tests;

public sealed class RecipeJsonTests
{
    [Fact]
    public void FromJson_OfTheDocumentedForm_IsThePhase()
    {
        const string json = """
            {
              // A lesson's phase.
              "phases": [
                {
                  "epochs": 1.5, "optimizer": "rmsprop", "learningRate": {"start": [0.01, 0.1], "end": 0.001}, "learningRateDecay": {"polynomial": 2},
                  "momentum": {"start": 0.95, "end": 0.85}, "momentumDecay": "linear", "beta": 0.9, "weightDecay": 1e-4, "weightDecayInLoss": false, "imageSize": 64,
                },
              ],
            }
            """;
        var phase = Assert.Single(Recipe.FromJson(json).Phases);
        Assert.Equal((1.5, "RMSprop", 0.9, false, 64), (phase.Epochs, phase.Optimizer.Name, phase.Beta, phase.WeightDecayInLoss, phase.ImageSize));
        Assert.Equal(new Annealing([0.01, 0.1], 0.001), phase.LearningRate);
        Assert.Equal(Decay.Polynomial(2), phase.LearningRateDecay);
        Assert.Equal((0.95, 0.85), phase.Momentum);
        Assert.Equal(Decay.Linear, phase.MomentumDecay);
        Assert.Equal(1e-4, phase.WeightDecay);
    }

    [Fact]
    public void Save_ThenLoad_GivesTheSamePhases()
    {
        using var folder = new TemporaryFolder();
        var recipe = Recipe.Parse("warm_up() + sgdr(lr=[1e-3,1e-2],cycles=3,mult=2,wd=1e-4) + one_cycle(lr=0.3,opt=adam)");
        recipe.Save(folder["recipe.json"]);
        Assert.Equal(recipe.Phases, Recipe.Load(folder["recipe.json"]).Phases);
    }

    [Fact]
    public void Load_OfTextThatNamesNoFile_ParsesIt() =>
        Assert.Equal(0.5, Assert.Single(Recipe.Load("constant(lr=0.5)").Phases).LearningRate);

    [Fact]
    public void Load_OfAMissingFile_SaysSo() =>
        Assert.Contains("none.json: cannot be read", Assert.Throws<RecipeException>(() => Recipe.Load("none.json")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\n\"phases\": [\n{,}]}", "recipe, line 3: is not valid JSON")]
    [InlineData("[]", "has no list \"phases\"")]
    [InlineData("{\"phases\":[]}", "The recipe has no phase")]
    [InlineData("{\"phases\":[],\"x\":1}", "the key 'x' is unknown")]
    [InlineData("{\"phases\":[1]}", "recipe, phase 1: is not an object")]
    [InlineData("{\"phases\":[{}]}", "recipe, phase 1: 'learningRate' is missing; write it as in \"learningRate\": 0.01.")]
    [InlineData("{\"phases\":[{\"learningrate\":1}]}", "there is no key 'learningrate'; write 'learningRate'")]
    [InlineData("{\"phases\":[{\"learningRate\":1,\"epoch\":1}]}", "there is no key 'epoch'; write 'epochs'")]
    [InlineData("{\"phases\":[{\"learningRate\":1},{\"learningRate\":-1}]}", "recipe, phase 2: 'learningRate' must consist of numbers of 0 or more")]
    [InlineData("{\"phases\":[{\"learningRate\":1,\"learningRate\":2}]}", "has 'learningRate' twice")]
    [InlineData("{\"phases\":[{\"learningRate\":1e999}]}", "'learningRate' must consist of numbers")]
    [InlineData("{\"phases\":[{\"learningRate\":{\"start\":1}}]}", "'learningRate' must consist of numbers")]
    [InlineData("{\"phases\":[{\"learningRate\":1,\"learningRateDecay\":\"cosin\"}]}", "has no decay 'cosin', the nearest is 'cosine'")]
    [InlineData("{\"phases\":[{\"learningRate\":1,\"learningRateDecay\":{\"polynomial\":0}}]}", "must have a power greater than 0")]
    [InlineData("{\"phases\":[{\"learningRate\":1,\"learningRateDecay\":\"exponential\"}]}", "Phase 1: the exponential decay of the learning rate needs an end")]
    [InlineData("{\"phases\":[{\"learningRate\":1,\"momentum\":[0.9,0.8]}]}", "'momentum' must consist of numbers of at least 0 and less than 1")]
    [InlineData("{\"phases\":[{\"learningRate\":1,\"optimizer\":\"adamv\"}]}", "not 'adamv'; write it as in \"adam")]
    [InlineData("{\"phases\":[{\"learningRate\":1,\"epochs\":\"1\"}]}", "'epochs' must be a number greater than 0")]
    [InlineData("{\"phases\":[{\"learningRate\":1,\"imageSize\":64.5}]}", "'imageSize' must be a whole number of pixels")]
    public void FromJson_OfAMistake_NamesThePlaceInOneSentence(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<RecipeException>(() => Recipe.FromJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void ToJson_OfACustomDecay_IsRefused() =>
        Assert.Contains("Phase 1 has a custom decay, 'mine'", Refusal(new() { LearningRateDecay = Decay.Custom("mine", (a, _, _) => a) }), StringComparison.Ordinal);

    [Fact]
    public void ToJson_OfDataOfItsOwn_IsRefused() =>
        Assert.Contains("Phase 1 has its own data", Refusal(new() { Data = new TrainingData(null!, null) }), StringComparison.Ordinal);

    private static string Refusal(TrainingPhase phase) => Assert.Throws<RecipeException>(() => new Recipe([phase]).ToJson()).Message;
}
