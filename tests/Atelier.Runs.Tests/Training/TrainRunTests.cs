using System.Text.Json;
using Atelier.Data;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Runs.Tests;

public sealed class TrainRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static TrainOptions Quick => new()
    {
        Recipe = Recipe.Parse("constant(lr=1e-3,len=1)"),
        ImageSize = 32,
        BatchSize = 8,
        Augment = false,
        Compute = new() { Threads = 1 },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_OfANetworkOfItsOwnPreprocessing_UsesItAndTheAuxiliaryHeads()
    {
        ShapesData.Write(_folder["set"], perClass: 4);
        using var probe = new Probe("aux1.fc2.weight");
        using (var run = TrainRun.Start(_folder["set"], "googlenet", Quick, _folder["run"]))
            Assert.Equal(RunEnd.Finished, run.Train(callbacks: [probe]).End);

        var images = ImageCollection.Open(_folder["set"]);
        var expected = TrainingData.FromImages(images, DataSplit.Random(images), new()
        {
            ImageSize = 32,
            BatchSize = 8,
            Augmentation = Augmentation.None,
            Normalization = new() { Mean = (0.5f, 0.5f, 0.5f), Deviation = (0.5f, 0.5f, 0.5f) },
        });
        using var first = expected.Training.Read(epoch: 0).First();
        Assert.True(probe.FirstInputs!.allclose(first.Inputs, rtol: 0, atol: 1e-6));
        Assert.False(probe.WeightBefore!.allclose(probe.WeightAfter!));
    }

    [Fact]
    public void Resume_OfAStoppedRun_EndsWithTheBitsOfOneThatWasNot()
    {
        ShapesData.Write(_folder["set"], perClass: 16);
        var options = Quick with { Recipe = Recipe.Parse("sgdr(lr=1e-2,cycles=2,len=1,mult=1)"), Augment = true, Ema = 0.9 };
        using (var whole = TrainRun.Start(_folder["set"], "small", options, _folder["whole"]))
            whole.Train();
        using (var stopped = TrainRun.Start(_folder["set"], "small", options, _folder["stopped"]))
        {
            using var stop = new CancellationTokenSource();
            var report = stopped.Train(new At(3, stop.Cancel), stop: stop.Token);
            Assert.Equal((RunEnd.Stopped, RunState.Stopped), (report.End, stopped.Description.State));
        }
        using (var resumed = TrainRun.Resume(_folder["stopped"]))
            Assert.Equal(RunEnd.Finished, resumed.Train().End);
        foreach (var model in (string[])["model.safetensors", "model-ema.safetensors", "best.safetensors"])
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{model}"]), File.ReadAllBytes(_folder[$"stopped/{model}"]));
    }

    [Theory, InlineData(0), InlineData(3)]
    public void Resume_WhenTheWeightsItBeganWithAreGone_Continues(int stopAt)
    {
        ShapesData.Write(_folder["set"], perClass: 16);
        using (var first = TrainRun.Start(_folder["set"], "small", Quick, _folder["first"]))
            first.Train();
        File.Copy(_folder["first/model.safetensors"], _folder["start.safetensors"]);
        var options = Quick with { Weights = _folder["start.safetensors"] };
        using (var whole = TrainRun.Start(_folder["set"], "small", options, _folder["whole"]))
            whole.Train();
        using (var stopped = TrainRun.Start(_folder["set"], "small", options, _folder["stopped"]))
        {
            using var stop = new CancellationTokenSource();
            if (stopAt == 0)
                Assert.Throws<InvalidOperationException>(() => stopped.Train(new At(1, () => throw new InvalidOperationException("Killed."))));
            else
                stopped.Train(new At(stopAt, stop.Cancel), stop: stop.Token);
        }
        File.Delete(_folder["start.safetensors"]);
        using (var resumed = TrainRun.Resume(_folder["stopped"]))
            Assert.Equal(RunEnd.Finished, resumed.Train().End);
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["stopped/model.safetensors"]));
    }

    [Theory, InlineData("swapped"), InlineData("renamed"), InlineData("replaced")]
    public void Resume_WithOtherImagesOfTheSameCounts_IsRefused(string what)
    {
        ShapesData.Write(_folder["set"], perClass: 16);
        using (var stopped = TrainRun.Start(_folder["set"], "small", Quick, _folder["run"]))
        {
            using var stop = new CancellationTokenSource();
            stopped.Train(new At(2, stop.Cancel), stop: stop.Token);
        }
        if (what == "swapped")
        {
            Directory.Move(_folder["set/disc"], _folder["set/_"]);
            Directory.Move(_folder["set/square"], _folder["set/disc"]);
            Directory.Move(_folder["set/_"], _folder["set/square"]);
        }
        else if (what == "renamed")
            File.Move(_folder["set/disc/0000.png"], _folder["set/disc/9999.png"]);
        else
            File.Copy(_folder["set/disc/0001.png"], _folder["set/disc/0000.png"], overwrite: true);
        var error = Assert.Throws<RunException>(() => TrainRun.Resume(_folder["run"]));
        Assert.StartsWith($"{_folder["run"]}: started with other images than {_folder["set"]} has now", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ThatIsBeingTrained_IsNeitherResumedNorReplaced_AndLeftoversGo()
    {
        ShapesData.Write(_folder["set"], perClass: 8);
        string[] left = [_folder[$"run/.model.safetensors.{Guid.NewGuid():N}.tmp.safetensors"], _folder[$"run/checkpoints/.checkpoint-0000000001.safetensors.{Guid.NewGuid():N}.tmp.safetensors"]];
        using (var run = TrainRun.Start(_folder["set"], "small", Quick, _folder["run"]))
        {
            using var stop = new CancellationTokenSource();
            run.Train(new At(1, stop.Cancel), stop: stop.Token);
            foreach (var attempt in (Func<TrainRun>[])[() => TrainRun.Resume(_folder["run"]), () => TrainRun.Start(_folder["set"], "small", Quick, _folder["run"], replace: true)])
                Assert.Equal($"{_folder["run"]}: is being trained by another process; wait for it, or stop it first.", Assert.Throws<RunException>(() => attempt().Dispose()).Message);
            Array.ForEach(left, file => File.WriteAllText(file, "half"));
        }
        using (var resumed = TrainRun.Resume(_folder["run"]))
            Assert.DoesNotContain(left, File.Exists);
        Assert.Empty(Directory.EnumerateFiles(_folder["run"], ".*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Train_OfPhasesOfGrowingImages_PredictsPlotsAndDescribesAtTheLastSize()
    {
        ShapesData.Write(_folder["set"], perClass: 12, size: 48);
        // The second phase is too hot to be better than the first.
        var options = Quick with { Recipe = Recipe.Parse("constant(lr=1e-2,len=2,size=32) + constant(lr=2,len=1,size=48)"), ValidationPart = 0.5 };
        RunReport report;
        using (var run = TrainRun.Start(_folder["set"], "small", options, _folder["run"]))
            report = run.Train();
        Assert.Equal((48, 32), (TrainedModel.FromRun(_folder["run"]).ImageSize, TrainedModel.FromRun(_folder["run"], RunModel.Best).ImageSize));
        var images = ImageCollection.Open(_folder["set"]);
        var validation = DataSplit.Random(images, 0.5).Validation;
        using var classifier = TrainedModel.FromRun(_folder["run"]).Load();
        var right = classifier.Predict(images, validation).Zip(validation).Count(pair => pair.First.Classes[0].Class == images.Classes[images.Images[pair.Second].Class]);
        Assert.Equal(report.History.Epochs[^1].Metrics["accuracy"], right / (double)validation.Count, 1e-9);
        var card = JsonDocument.Parse(File.ReadAllText(_folder["run/model-card.json"])).RootElement;
        Assert.Equal(48, card.GetProperty("model").GetProperty("imageSize").GetInt32());
        Assert.Equal(right, card.GetProperty("results").GetProperty("groups").EnumerateArray().Sum(group => group.GetProperty("right").GetInt64()));
    }

    [Fact]
    public void Train_WithoutValidationImages_AndAMetricTwice_Trains_AndHasNoBestModel()
    {
        ShapesData.Write(_folder["set"], perClass: 4);
        var options = Quick with { ValidationPart = 0, Metrics = ["accuracy", "accuracy"] };
        using (var run = TrainRun.Start(_folder["set"], "small", options, _folder["run"]))
            Assert.Equal(RunEnd.Finished, run.Train().End);
        var e = Assert.Throws<RunException>(() => TrainedModel.FromRun(_folder["run"], RunModel.Best));
        Assert.Equal($"{_folder["run"]}: has no best.safetensors; the run had no validation images to tell the best epoch with: use its last model.", e.Message);
    }

    [Fact]
    public void Start_OfAPhaseOfImagesTooSmallForTheNetwork_SaysSo()
    {
        ShapesData.Write(_folder["set"], perClass: 2);
        var options = Quick with { ImageSize = 80, Recipe = Recipe.Parse("constant(lr=1e-2,len=1,size=32) + constant(lr=1e-2,len=1)") };
        var e = Assert.Throws<ArgumentException>(() => TrainRun.Start(_folder["set"], "inception_v3", options, _folder["run"]));
        Assert.StartsWith("inception_v3 needs images of at least 75 pixels, not 32", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AfterTraining_PredictingAuditingAndTheCard_NeedTheFolderAlone()
    {
        ShapesData.Write(_folder["set"], perClass: 10);
        File.WriteAllLines(_folder["colors.csv"], ["file,color", .. ShapesData.Classes.SelectMany(kind => Enumerable.Range(0, 10).Select(i => $"{kind}/{i:0000}.png,{(i % 2 == 0 ? "red" : "blue")}"))]);
        var options = Quick with { Attributes = _folder["colors.csv"], ValidationPart = 0.4 };
        using (var run = TrainRun.Start(_folder["set"], "small", options, _folder["run"]))
            run.Train();

        using (var classifier = TrainedModel.FromRun(_folder["run"], RunModel.Best).Load())
            Assert.Equal(1, classifier.Predict([_folder["set/disc/0000.png"]], top: 3).Single().Classes.Sum(found => found.Probability), 1e-5);
        List<(int Done, int Total)> progress = [];
        var audit = RunAudit.Create(_folder["run"], new() { Statistics = new() { Resamples = 20 } }, new Each<(int, int)>(progress.Add));
        Assert.Equal((12, 12L, "color"), (audit.Images, audit.Attribute.Rows, audit.Attribute.Attribute));
        Assert.Equal(Enumerable.Range(1, 12).Select(done => (done, 12)), progress);
        var card = RunCard.Write(_folder["run"], new() { Statements = new() { Author = "I" }, Statistics = new() { Resamples = 20 } });
        var json = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(card, ".json"))).RootElement;
        Assert.Equal("I", json.GetProperty("statements").GetProperty("author").GetString());
        Assert.Equal(audit.Attribute.Accuracy!.Value, json.GetProperty("audits")[0].GetProperty("figures").EnumerateArray().Single(figure => figure.GetProperty("name").GetString() == "accuracy").GetProperty("value").GetDouble(), 1e-9);
    }

    [Fact]
    public void FindLearningRate_WritesNothing_AndSweepsFromStartToEnd()
    {
        ShapesData.Write(_folder["set"], perClass: 8);
        var before = Directory.GetFileSystemEntries(_folder["."], "*", SearchOption.AllDirectories);
        var sweep = LearningRateFinder.Run(_folder["set"], "small", Quick, new() { Batches = 20, Start = 1e-4, End = 1e-2 });
        Assert.Equal(1e-4, sweep.History.Batches[0].LearningRate, 1e-9);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder["."], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Start_OfANetworkThatNeedsLargerImages_SaysSo()
    {
        var e = Assert.Throws<ArgumentException>(() => TrainRun.Start(_folder["set"], "inception_v3", Quick, _folder["run"]));
        Assert.StartsWith("inception_v3 needs images of at least 75 pixels, not 32: choose a larger image size or another network.", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Start_WithBatchesTooSmallForBatchNorm_SaysSo_AndKeepsTheOldRun()
    {
        ShapesData.Write(_folder["set"], perClass: 4);
        var old = new RunFolder(_folder["old"]);
        Directory.CreateDirectory(old.Path);
        File.WriteAllText(old.Description, "{}");
        var e = Assert.Throws<TrainingException>(() => TrainRun.Start(_folder["set"], "resnet18", Quick with { BatchSize = 1 }, old.Path, replace: true));
        Assert.StartsWith("Batch norm needs more than one value per channel, but layer4.0.bn1 gets a single one from a batch of 1", e.Message, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(old.Description));
    }

    [Fact]
    public void Read_OfARunOfAnotherLayout_IsOneSentence()
    {
        File.WriteAllText(_folder["run.json"], """{ "data": "x", "network": "small", "classes": [], "batchSize": 64 }""");
        var e = Assert.Throws<RunException>(() => new RunFolder(_folder["."]).Read());
        Assert.EndsWith("has a run.json that this version cannot read: it is damaged, or another version wrote it; start a new run in another folder.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics", "null", "has a run.json that this version cannot read")]
    [InlineData("batchSize", "-1", "BatchSize must be between 1 and 65536, but is -1")]
    [InlineData("metrics", """["speed"]""", "Unknown metric 'speed'")]
    public void Read_OfARunWithASettingThatCannotBe_NamesIt(string key, string value, string problem)
    {
        File.WriteAllText(_folder["run.json"], $$"""{ "data": "x", "network": "small", "classes": [], "imageSize": 32, "options": { "{{key}}": {{value}} } }""");
        Assert.Contains(problem, Assert.Throws<RunException>(() => new RunFolder(_folder["."]).Read()).Message, StringComparison.Ordinal);
    }

    private sealed class At(int batch, Action act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Batch == batch)
                act();
        }
    }

    private sealed class Each<T>(Action<T> act) : IProgress<T>
    {
        public void Report(T value) => act(value);
    }

    /// <summary>Keeps the first batch that the network sees, and a weight from before and after.</summary>
    private sealed class Probe(string weight) : Callback, IDisposable
    {
        public Tensor? FirstInputs { get; private set; }

        public Tensor? WeightBefore { get; private set; }

        public Tensor? WeightAfter { get; private set; }

        public override void OnTrainBegin(TrainingRun run) => WeightBefore = Copy(run);

        public override void OnBatchBegin(TrainingRun run) => FirstInputs ??= run.Batch.Inputs.clone().DetachFromDisposeScope();

        public override void OnTrainEnd(TrainingRun run) => WeightAfter = Copy(run);

        public void Dispose()
        {
            FirstInputs?.Dispose();
            WeightBefore?.Dispose();
            WeightAfter?.Dispose();
        }

        private Tensor Copy(TrainingRun run) => run.Network.state_dict()[weight].detach().clone().DetachFromDisposeScope();
    }
}
