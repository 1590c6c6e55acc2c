using System.Globalization;
using System.Text;
using Atelier.Core;
using Atelier.Models;
using Atelier.Stylization;
using Atelier.Training;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>Teaches the instant network a painting, or a few, until it paints them about as the optimizer does.</summary>
/// <remarks>
/// The two stages learn one after the other, the one that paints small first, each from what the judging network says of what it paints. A run that was stopped
/// continues from its folder, and ends with the same weights.
/// </remarks>
internal sealed class StyleLearning
{
    // The small sizes would have nothing to learn from.
    private const int LargestAspect = 8;

    // Of the steps, in percent: a small size costs little.
    private const int FirstShare = 50;

    private const string OpenKey = "open", OpenSmallKey = "open at the smallest size", ContentKey = "content", GridKey = "grid";

    private readonly IReadOnlyList<Tensor> _paintings;
    private readonly IReadOnlyList<string> _names, _photos;
    private readonly FeatureEncoder _judge;
    private readonly int _steps;
    private readonly long _seed;

    /// <param name="paintings">[1,3,h,w] in [0,1] each.</param>
    /// <param name="names">Their files, without folders.</param>
    /// <param name="photos">Files to practice on; if none, parts of the paintings stand in.</param>
    /// <param name="judge">The network that judges, with reflection at the border; kept, not owned.</param>
    /// <param name="steps">In all.</param>
    /// <param name="seed">Of the random numbers.</param>
    /// <exception cref="StylizationException">A painting is a strip.</exception>
    public StyleLearning(IReadOnlyList<Tensor> paintings, IReadOnlyList<string> names, IReadOnlyList<string> photos, FeatureEncoder judge, int steps, long seed)
    {
        (_paintings, _names, _photos, _judge, _steps, _seed) = (paintings, names, photos, judge, steps, seed);
        foreach (var (painting, name) in paintings.Zip(names))
            if (Math.Max(painting.shape[2], painting.shape[3]) > LargestAspect * Math.Min(painting.shape[2], painting.shape[3]))
                throw new StylizationException($"{name} is a strip of {painting.shape[3]}x{painting.shape[2]} pixels: crop it, so that no side is more than {LargestAspect} times the other.");
    }

    /// <summary>Steps where nobody says.</summary>
    public const int UsualSteps = 900;

    /// <summary>So that each stage has some.</summary>
    public const int FewestSteps = 2;

    /// <summary>The first stage's, in pixels: 128, as the network was trained; a test takes less.</summary>
    public int Side { get; init; } = 128;

    /// <summary>Learns, and writes the style.</summary>
    /// <param name="output">The file to write.</param>
    /// <param name="folder">Where the run is kept until it is done.</param>
    /// <param name="progress">After each step.</param>
    /// <param name="stop">Ends the run; it continues from the folder another time.</param>
    /// <returns>How far it came; null where it was stopped.</returns>
    /// <exception cref="AtelierException">The folder cannot be written to, or holds another run.</exception>
    public Judgment? Run(string output, string folder, IProgress<LearningProgress>? progress, CancellationToken stop)
    {
        Claim(folder);
        using var encoder = EmbeddedNetwork.Load();
        using var network = InstantNetwork.Load();
        var teacher = new StyleTeacher(_judge);
        var judgment = default(Judgment);
        random.manual_seed(_seed);
        foreach (var (index, recipe) in Recipes().Index())
        {
            var path = Path.Combine(folder, $"stage{index}.safetensors");
            var stage = network.StageAt(index);
            if (File.Exists(path))
            {
                using var state = WeightFile.Read(path);
                state.LoadInto(stage, path);
                judgment = Read(state.Metadata);
                continue;
            }
            if (Learn(network, encoder, teacher, recipe, folder, progress, stop) is not { } learned)
                return null;
            judgment = learned;
            WeightFile.Write(path, stage.state_dict().Select(entry => KeyValuePair.Create(entry.Key, entry.Value.detach())), Written(judgment));
        }
        StyleFile.Write(output, network, _paintings, _names, new Dictionary<string, string>
        {
            ["judge"] = _judge.Name,
            ["steps"] = _steps.ToString(CultureInfo.InvariantCulture),
            ["photos"] = _photos.Count.ToString(CultureInfo.InvariantCulture),
            ["seed"] = _seed.ToString(CultureInfo.InvariantCulture),
        });
        return judgment;
    }

    // A folder of another run, or of the user's own, is not touched.
    private void Claim(string folder)
    {
        var path = Path.Combine(folder, "run.txt");
        var photos = string.Join(' ', _photos.Select(photo => $"{photo} {new FileInfo(photo).Length}"));
        var now = StylizationFingerprint.Compute($"{_judge.Name} {_steps} {Side} {photos}", new() { Seed = _seed }, _paintings);
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(now)));
        }
        if (!File.Exists(path) || File.ReadAllText(path) != now)
            throw new RunException(folder, "holds something else than this run; move it away to start over.");
    }

    private static Dictionary<string, string> Written(Judgment judgment) => new()
    {
        [OpenKey] = judgment.Open.ToString("R", CultureInfo.InvariantCulture),
        [OpenSmallKey] = judgment.OpenSmall.ToString("R", CultureInfo.InvariantCulture),
        [ContentKey] = judgment.Content.ToString("R", CultureInfo.InvariantCulture),
        [GridKey] = judgment.Grid.ToString("R", CultureInfo.InvariantCulture),
    };

    private static Judgment Read(IReadOnlyDictionary<string, string> metadata)
    {
        float Number(string key) => float.Parse(metadata[key], CultureInfo.InvariantCulture);
        return new(Number(OpenKey), Number(OpenSmallKey), Number(ContentKey), Number(GridKey));
    }

    private IReadOnlyList<StageRecipe> Recipes() =>
    [
        new(0, Side, Pairs: 4, ContentWeight: 0.03, _steps * FirstShare / 100, Rate: 5e-4),
        new(1, Side * 3 / 2, Pairs: 3, ContentWeight: 0.04, _steps - (_steps * FirstShare / 100), Rate: 5e-4),
    ];

    private Judgment? Learn(
        InstantNetwork network, FeatureEncoder encoder, StyleTeacher teacher, StageRecipe recipe, string folder, IProgress<LearningProgress>? progress, CancellationToken stop)
    {
        var practice = new Practice(_paintings, _photos, recipe, Side << recipe.Index, _seed);
        using var objective = new StageObjective(network, encoder, teacher, practice, recipe);
        using var learner = new Learner(objective, new(new NewPhotos(practice, recipe.Steps), null));
        var before = Recipes().Take(recipe.Index).Sum(earlier => earlier.Steps);
        var latest = new Latest(objective, judgment => progress?.Report(judgment with { Step = before + judgment.Step, Steps = _steps }));
        var end = learner.FitPhases(recipe.Phases, new()
        {
            Callbacks = [new GradientClipping(1)],
            CheckpointFolder = Path.Combine(folder, $"stage{recipe.Index}"),
            CheckpointEvery = TimeSpan.FromMinutes(1),
            Progress = latest,
        }, stop);
        return end is RunEnd.Stopped ? null : latest.Mean;
    }

    private sealed class Latest(StageObjective objective, Action<LearningProgress> report) : IProgress<TrainingProgress>
    {
        private const int Most = 50;

        private readonly Queue<Judgment> _judgments = [];

        public Judgment Mean => new(_judgments.Average(of => of.Open), _judgments.Average(of => of.OpenSmall), _judgments.Average(of => of.Content), _judgments.Average(of => of.Grid));

        public void Report(TrainingProgress value)
        {
            _judgments.Enqueue(objective.Latest);
            if (_judgments.Count > Most)
                _judgments.Dequeue();
            report(new(value.Batch, value.Batches, Mean));
        }
    }
}

/// <summary>How far learning is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">In all.</param>
/// <param name="Lately">The mean of what was said of the latest pictures.</param>
internal sealed record LearningProgress(int Step, int Steps, Judgment Lately);
