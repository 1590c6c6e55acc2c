using Atelier.Auditing;
using Atelier.Auditing.Counts;
using Atelier.Models.Small;
using Atelier.Training.Data.Augmentations;
using Atelier.Training.Data.Groups;
using Atelier.Training.Data.Loading;
using Atelier.Training.Data.Sources;
using Atelier.Training.Data.Splits;
using Atelier.Training.Learning;
using Atelier.Training.Phases;
using TorchSharp;

namespace Atelier.Samples.Bias;

/// <summary>One seed's scenes, on which networks are trained and audited.</summary>
internal sealed class Trial
{
    private readonly ImageCollection _images;
    private readonly DataSplit _split;
    private readonly TrialOptions _options;
    private readonly int _seed;

    /// <param name="folder">For the scenes.</param>
    /// <param name="seed">Of everything.</param>
    /// <param name="options">Sizes.</param>
    public Trial(string folder, int seed, TrialOptions options)
    {
        (_seed, _options) = (seed, options);
        var table = SceneSet.Write(folder, SceneSet.Of(options.TrainingScenes, 2 * seed), SceneSet.Of(options.ValidationScenes, 2 * seed + 1), options.ImageSize);
        _images = ImageCollection.Open(folder, new() { AttributeFile = table });
        _split = DataSplit.Of(_images);
    }

    /// <summary>Trains and audits with each remedy.</summary>
    public IEnumerable<Outcome> Run()
    {
        foreach (var remedy in (Remedy[])[Remedy.None, Remedy.Reweighing, Remedy.BalancedDraws])
            yield return Audit(remedy, Train(remedy));
    }

    private IReadOnlyList<SampleVerdict> Train(Remedy remedy)
    {
        var data = ImageData.Of(_images, _split, new ImageDataOptions
        {
            ImageSize = _options.ImageSize,
            BatchSize = 32,
            Seed = _seed,
            Augmentation = Augmentation.None with { FlipProbability = 0.5 },
            ChannelsLast = true,
            SampleWeight = remedy is Remedy.Reweighing ? Reweighing.Of(_images, _split.Training).WeightOf : null,
            DrawGroup = remedy is Remedy.BalancedDraws ? ImageGroups.Of(_images) : null,
        });
        torch.random.manual_seed(_seed);
        using var network = new SmallConvNet(Scene.Activities.Count);
        using var learner = new Learner(network, data);
        learner.FitPhases(TrainingPhases.OneCycle(learningRate: _options.LearningRate, length: _options.Epochs));
        using var predictions = learner.Predict();
        return predictions.Verdicts();
    }

    private Outcome Audit(Remedy remedy, IReadOnlyList<SampleVerdict> verdicts)
    {
        var (training, predicted) = (new Contingency("clothes"), new Contingency("clothes"));
        foreach (var image in _split.Training.Select(index => _images.Images[index]))
            training.Add(_images.Classes[image.Class], Clothes(image));
        foreach (var verdict in verdicts)
            predicted.Add(_images.Classes[verdict.Target], _images.Classes[verdict.Predicted], Clothes(_images.Images[_split.Validation[verdict.Sample]]));
        var audit = new Auditor(new() { Resamples = 1 }).Audit(predicted, training);
        return new(
            remedy,
            _seed,
            audit.MeanAmplification!.Value,
            audit.AttributeToTask!.Value,
            audit.Accuracy!.Value,
            audit.Labels.Average(label => label.Groups.MaxBy(group => group.TrainingRows)!.PredictedShare?.Value ?? double.NaN));
    }

    private string? Clothes(LabelledImage image) => image.Attribute is { } value ? _images.AttributeValues[value] : null;
}
