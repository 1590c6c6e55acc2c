namespace Atelier.Data.Tests;

[NoTensorLeaks]
public sealed class ImageBatchesTests : IDisposable
{
    private static readonly Augmentation Everything = Augmentation.Standard with { MaxRotation = 10, CutoutCount = 2, Shift = 0.1 };

    private static readonly ImageDataOptions Options = new() { ImageSize = 24, BatchSize = 8, Seed = 3, Augmentation = Everything };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static List<(float[] Inputs, long[] Targets, int[] Samples)> Read(IBatchSource source, int epoch, int first = 0)
    {
        var all = new List<(float[], long[], int[])>();
        foreach (var batch in source.Read(epoch, first))
        {
            using (batch)
            using (var plain = batch.Inputs.contiguous())
                all.Add((plain.data<float>().ToArray(), batch.Targets.data<long>().ToArray(), [.. batch.Samples]));
        }
        return all;
    }

    private TrainingData Shapes(ImageDataOptions options) =>
        TrainingData.FromImages(Directory.Exists(_folder["shapes"]) ? _folder["shapes"] : ShapesData.Write(_folder["shapes"], perClass: 15), options);

    [Fact]
    public void Read_WithOneThreadOrFour_WithOrWithoutCache_GivesTheSameBits()
    {
        var one = Read(Shapes(Options with { Workers = 1, Prefetch = 1 }).Training, epoch: 1);
        var four = Read(Shapes(Options with { Workers = 4, CacheBytes = 0 }).Training, epoch: 1);
        var warm = Shapes(Options with { Workers = 3 }).Training;
        _ = Read(warm, epoch: 0);
        Assert.Equal(4, one.Count);
        Assert.All(one.Zip(four).Concat(one.Zip(Read(warm, epoch: 1))), pair =>
        {
            Assert.Equal(pair.First.Samples, pair.Second.Samples);
            Assert.Equal(pair.First.Targets, pair.Second.Targets);
            Assert.Equal(pair.First.Inputs, pair.Second.Inputs);
        });
    }

    [Fact]
    public void Read_FromABatch_EqualsSkippingThoseBefore_AndEpochsDiffer()
    {
        var source = Shapes(Options).Training;
        var whole = Read(source, epoch: 2);
        var rest = Read(source, epoch: 2, first: 2);
        Assert.Equal(whole.Skip(2).Select(batch => batch.Inputs), rest.Select(batch => batch.Inputs));
        Assert.NotEqual(whole[0].Inputs, Read(source, epoch: 3)[0].Inputs);
    }

    [Fact]
    public void Read_WithWeightsAndGroups_CarriesTheWeights_AndDrawsTheClassesEqually()
    {
        ShapesData.Write(_folder["shapes"], perClass: 15);
        foreach (var disc in Directory.GetFiles(_folder["shapes/disc"]).Skip(5))
            File.Delete(disc);
        var data = Shapes(Options with { SampleWeight = image => 1 + image.Class, DrawGroup = image => image.Class });
        foreach (var batch in data.Training.Read(epoch: 1))
            using (batch)
            {
                Assert.Equal(batch.Targets.data<long>().ToArray().Select(target => 1f + target), batch.Weights!.data<float>().ToArray());
                var counts = Enumerable.Range(0, 3).Select(c => batch.Targets.data<long>().ToArray().Count(target => target == c)).ToList();
                Assert.True(counts.Max() - counts.Min() <= 1, string.Join(' ', counts));
            }
        foreach (var batch in data.Validation!.Read(epoch: 0))
            using (batch)
                Assert.Null(batch.Weights);
        Assert.Throws<ArgumentOutOfRangeException>(() => Shapes(Options with { SampleWeight = _ => 0 }));
    }

    [Fact]
    public void Balancing_OfUnequalClasses_DrawsThemEqually_AndReweighingNeedsAnAttribute()
    {
        ShapesData.Write(_folder["shapes"], perClass: 15);
        foreach (var disc in Directory.GetFiles(_folder["shapes/disc"]).Skip(5))
            File.Delete(disc);
        var counts = Read(Shapes(Options with { Balancing = Balancing.Draw }).Training, epoch: 0).SelectMany(batch => batch.Targets).CountBy(target => target).Select(pair => pair.Value);
        Assert.True(counts.Max() - counts.Min() <= 1);
        Assert.StartsWith("Reweighing needs images with an attribute.", Assert.Throws<ArgumentException>(() => Shapes(Options with { Balancing = Balancing.Reweigh })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfValidation_HasTheSameOrderAndPixelsInEveryEpoch()
    {
        var source = Shapes(Options).Validation!;
        var zero = Read(source, epoch: 0);
        Assert.Equal(zero.Select(batch => batch.Inputs), Read(source, epoch: 1).Select(batch => batch.Inputs));
        Assert.Equal(Enumerable.Range(0, 9), zero.SelectMany(batch => batch.Samples));
        Assert.Equal([3, 3, 3], zero.SelectMany(batch => batch.Targets).CountBy(target => target).OrderBy(pair => pair.Key).Select(pair => pair.Value));
    }

    [Fact]
    public void Read_WithChannelsLast_GivesTheSameValuesInTheOtherLayout()
    {
        var plain = Read(Shapes(Options).Training, epoch: 0);
        var source = Shapes(Options with { ChannelsLast = true }).Training;
        Assert.Equal(plain.Select(batch => batch.Inputs), Read(source, epoch: 0).Select(batch => batch.Inputs));
        using var batch = source.Read(0).First();
        Assert.Equal([8, 3, 24, 24], batch.Inputs.shape);
        Assert.Equal([24 * 24 * 3, 1, 24 * 3, 3], batch.Inputs.stride());
    }

    [Fact]
    public void Read_EndedEarly_EndsTheThreadsAndFreesWhatWasReadAhead()
    {
        var source = Shapes(Options with { Workers = 4, Prefetch = 3 }).Training;
        using (source.Read(0).First())
            Assert.True(((ImageBatches)source).ReadFor > TimeSpan.Zero); // The class checks the tensors.
    }

    [Fact]
    public void Read_WhenStopped_ThrowsAndFreesEverything()
    {
        using var stop = new CancellationTokenSource();
        var source = Shapes(Options).Training;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var batch in source.Read(0, stop: stop.Token))
            {
                batch.Dispose();
                stop.Cancel();
            }
        });
    }

    [Fact]
    public void Read_OfADamagedImage_NamesTheFile()
    {
        ShapesData.Write(_folder["shapes"], perClass: 15);
        Truncate("disc/0003.png");
        var error = Assert.Throws<DataSetException>(() => Read(Shapes(Options).Training, epoch: 0));
        Assert.Contains("shapes/disc/0003.png: is damaged or incomplete", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SkippingDamagedImages_PutsTheNextOfItsClassInItsPlace_AndReportsItOnce()
    {
        ShapesData.Write(_folder["shapes"], perClass: 15);
        Truncate("disc/0003.png");
        Truncate("disc/0004.png");
        var options = Options with { ValidationPart = 0, DropLast = false, Collection = new() { SkipCorrupt = true } };
        var source = (ImageBatches)Shapes(options).Training;
        var seen = Enumerable.Range(0, 2).Select(epoch => Read(source, epoch).SelectMany(batch => batch.Samples).Select(s => source.Images.Images[source.Samples[s]].Name).ToList()).ToList();
        Assert.All(seen, names => Assert.Equal((0, 3, 45), (names.Count(n => n is "disc/0003.png" or "disc/0004.png"), names.Count(n => n == "disc/0005.png"), names.Count)));
        Assert.Equal(["disc/0003.png", "disc/0004.png"], source.Corrupt.Select(file => file.Name));
    }

    [Fact]
    public void Read_OfValidation_LeavesCorruptImagesOut_AndCountsNoneTwice()
    {
        var options = Options with { ValidationPart = 0.5, BatchSize = 2, Collection = new() { SkipCorrupt = true } };
        var data = Shapes(options);
        var source = (ImageBatches)data.Validation!;
        string Name(int sample) => source.Images.Images[source.Samples[sample]].Name;
        // A whole batch and half of another.
        string[] damaged = [Name(0), Name(1), Name(3)];
        foreach (var name in damaged)
            Truncate(name);
        var batches = Read(source, epoch: 0);
        Assert.Equal(Enumerable.Range(0, source.Samples.Count).Where(sample => !damaged.Contains(Name(sample))), batches.SelectMany(batch => batch.Samples));
        Assert.Equal([1, 2], batches.Take(2).Select(batch => batch.Targets.Length));
        Assert.All(batches, batch => Assert.Equal(batch.Samples.Select(sample => (long)source.Images.Images[source.Samples[sample]].Class), batch.Targets));
        Assert.Equal(batches[0].Inputs, Read(Shapes(options with { BatchSize = 1 }).Validation!, epoch: 0)[0].Inputs);
        Assert.Equal(damaged.Order(StringComparer.Ordinal), source.Corrupt.Select(file => file.Name));
    }

    [Fact]
    public void Read_OfValidationWithoutAGoodImage_SaysSo()
    {
        var options = Options with { ValidationPart = 0.1, Collection = new() { SkipCorrupt = true } };
        var source = (ImageBatches)Shapes(options).Validation!;
        foreach (var sample in source.Samples)
            Truncate(source.Images.Images[sample].Name);
        Assert.Contains("has no good image left to validate with", Assert.Throws<DataSetException>(() => Read(source, epoch: 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resize_GivesTheSameSplitAtAnotherSize()
    {
        var data = Shapes(Options);
        var large = data.Resize!(40);
        using var batch = large.Validation!.Read(0).First();
        Assert.Equal([8, 3, 40, 40], batch.Inputs.shape);
        Assert.Equal(((ImageBatches)data.Training).Samples, ((ImageBatches)large.Training).Samples);
        Assert.Equal(ShapesData.Classes, large.Classes);
    }

    private void Truncate(string name)
    {
        using var file = new FileStream(_folder[Path.Combine("shapes", name)], FileMode.Open);
        file.SetLength(file.Length / 2);
    }
}
