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
        AttributeAudit Calibrate(double margin) => Calibration.Fit(plain, training, new() { Statistics = NoIntervals with { Margin = margin } }).AuditAfter;
        AttributeAudit Audit(ScoreTable table) => AttributeAudit.Compute(table.Count(), training, NoIntervals);
        yield return OutcomeOf(Remedy.None, Audit(plain));
        yield return OutcomeOf(Remedy.Calibration, Calibrate(0.05));
        yield return OutcomeOf(Remedy.TightCalibration, Calibrate(0.01));
        yield return OutcomeOf(Remedy.Reweighing, Audit(Train(Remedy.Reweighing)));
        yield return OutcomeOf(Remedy.BalancedDraws, Audit(Train(Remedy.BalancedDraws)));
    }

    // What a network that is trained with a remedy says of the validation scenes.
    private ScoreTable Train(Remedy remedy)
    {
        var data = TrainingData.FromImages(_images, _split, new ImageDataOptions
        {
            ImageSize = _options.ImageSize,
            BatchSize = 32,
            Seed = _seed,
            Augmentation = Augmentation.None with { FlipProbability = 0.5 },
            ChannelsLast = true,
            Balancing = remedy switch
            {
                Remedy.Reweighing => Balancing.Reweigh,
                Remedy.BalancedDraws => Balancing.Draw,
                _ => Balancing.None,
            },
        });
        torch.random.manual_seed(_seed);
        using var network = NetworkCatalog.Create("small", Scene.Activities.Count);
        using var learner = new Learner(network, data);
        learner.FitPhases(TrainingPhases.OneCycle(_options.LearningRate, _options.Epochs));
        using var predictions = learner.Predict();
        var logits = predictions.Outputs.data<float>().ToArray().Chunk(Scene.Activities.Count);
        var scores = new ScoreTable(Attribute, _images.Classes);
        foreach (var (sample, scored) in predictions.Samples.Zip(logits))
        {
            var image = _images.Images[_split.Validation[sample]];
            scores.Add(_images.Classes[image.Class], _images.AttributeValues[image.Attribute!.Value], scored);
        }
        return scores;
    }

    private Contingency CountTraining()
    {
        var counts = new Contingency(Attribute);
        foreach (var image in _split.Training.Select(index => _images.Images[index]))
            counts.Add(_images.Classes[image.Class], _images.AttributeValues[image.Attribute!.Value]);
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
