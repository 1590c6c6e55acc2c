using Atelier.Auditing;
using Atelier.Data;
using Atelier.Models;
using Atelier.Training;
using TorchSharp;

namespace Atelier.Samples.Bias;

/// <summary>One seed's scenes, on which networks are trained and audited.</summary>
internal sealed class Trial
{
    private const string Attribute = "clothes";

    // The spread that counts here is that over seeds.
    private static readonly AuditOptions NoIntervals = new() { Resamples = 1 };

    private readonly ImageCollection _images;
    private readonly DataSplit _split;
    private readonly TrialOptions _options;
    private readonly int _seed;

    /// <param name="folder">For the scenes.</param>
    /// <param name="seed">Of scenes, network and order.</param>
    /// <param name="options">How much to take on.</param>
    public Trial(string folder, int seed, TrialOptions options)
    {
        (_seed, _options) = (seed, options);
        var table = SceneSet.Write(folder, SceneSet.Of(options.TrainingScenes, 2 * seed), SceneSet.Of(options.ValidationScenes, 2 * seed + 1), options.ImageSize);
        _images = ImageCollection.Open(folder, new() { AttributeFile = table });
        _split = DataSplit.Random(_images);
    }

    /// <summary>Trains and audits with each remedy.</summary>
    public IEnumerable<Outcome> Run()
    {
        var (training, plain) = (CountTraining(), Train(Remedy.None));
        AttributeAudit Calibrate(double margin) => new Calibrator(new() { Margin = margin }, NoIntervals).Run(plain, training).AuditAfter;
        AttributeAudit Audit(ScoreTable table) => new Auditor(NoIntervals).Audit(Count(table), training);
        yield return OutcomeOf(Remedy.None, Audit(plain));
        yield return OutcomeOf(Remedy.Calibration, Calibrate(0.05));
        yield return OutcomeOf(Remedy.TightCalibration, Calibrate(0.01));
        yield return OutcomeOf(Remedy.Reweighing, Audit(Train(Remedy.Reweighing)));
        yield return OutcomeOf(Remedy.BalancedDraws, Audit(Train(Remedy.BalancedDraws)));
    }

    // What a network that is trained with a remedy says of the validation scenes.
    private ScoreTable Train(Remedy remedy)
    {
        var data = ImageData.From(_images, _split, new ImageDataOptions
        {
            ImageSize = _options.ImageSize,
            BatchSize = 32,
            Seed = _seed,
            Augmentation = Augmentation.None with { FlipProbability = 0.5 },
            ChannelsLast = true,
            SampleWeight = remedy is Remedy.Reweighing ? GroupReweighing.Fit(_images, _split.Training).WeightOf : null,
            DrawGroup = remedy is Remedy.BalancedDraws ? ImageGroups.From(_images) : null,
        });
        torch.random.manual_seed(_seed);
        using var network = new SmallConvNet(Scene.Activities.Count);
        using var learner = new Learner(network, data);
        learner.FitPhases(TrainingPhases.OneCycle(_options.LearningRate, _options.Epochs));
        using var predictions = learner.Predict();
        var logits = predictions.Outputs.data<float>().ToArray().Chunk(Scene.Activities.Count);
        return new(Attribute, _images.Classes, _images.AttributeValues, [.. predictions.Samples.Zip(logits, Scored)]);
    }

    private ScoredExample Scored(int sample, float[] logits)
    {
        var image = _images.Images[_split.Validation[sample]];
        return new(image.Class, image.Attribute!.Value, logits);
    }

    private Contingency CountTraining()
    {
        var counts = new Contingency(Attribute);
        foreach (var image in _split.Training.Select(index => _images.Images[index]))
            counts.Add(_images.Classes[image.Class], _images.AttributeValues[image.Attribute!.Value]);
        return counts;
    }

    private static Contingency Count(ScoreTable table)
    {
        var counts = new Contingency(Attribute);
        foreach (var (label, group, scores) in table.Examples)
            counts.Add(table.Labels[label], table.Labels[scores.IndexOf(scores.Max())], table.Groups[group]);
        return counts;
    }

    private Outcome OutcomeOf(Remedy remedy, AttributeAudit audit)
    {
        var rare = audit.Labels.Select(label => label.Groups.MinBy(group => group.TrainingRows)!).ToList();
        return new(
            remedy,
            _seed,
            audit.MeanAmplification!.Value,
            audit.AttributeToTask!.Value,
            audit.Accuracy!.Value,
            (double)rare.Sum(group => group.Hits) / rare.Sum(group => group.Rows));
    }
}
