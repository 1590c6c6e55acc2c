using System.Globalization;
using Atelier.Core;
using Atelier.Data;
using Atelier.Models;
using Atelier.Training;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>
/// A training run in a folder of its own, as <c>atelier train</c> and <c>atelier resume</c> make it: the network's own
/// preprocessing, auxiliary heads and layer groups; checkpoints, logs, plots, models and a draft of a model card.
/// Not safe for concurrent use.
/// </summary>
/// <example><code>
/// using var run = TrainRun.Start("photos", "inception_v3", new() { Recipe = Recipe.Parse("one_cycle(lr=1e-2,len=5)") }, "runs/first");
/// var report = run.Train();
/// </code></example>
public sealed class TrainRun : IDisposable
{
    /// <summary>The network to train if none is named: <c>resnet18</c>.</summary>
    public const string DefaultNetwork = "resnet18";

    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly RunData _data;
    private readonly Device _device;
    private IReadOnlyList<string> _remarks = [];
    private IDisposable? _lock;

    private TrainRun(RunFolder folder, RunDescription description, RunData data, string? weights, Device device)
    {
        (Folder, _data, _device) = (folder, data, device);
        Description = description with
        {
            Classes = data.Images.Classes,
            TrainingImages = data.Split.Training.Count,
            ValidationImages = data.Split.Validation.Count,
            DataDigest = data.Digest,
        };
        (_network, var fromScratch) = RunNetwork.Create(description.Network, data.Images.Classes.Count, weights);
        if (fromScratch is not [])
            _remarks = [$"{weights} has no weights that fit {string.Join(" and ", fromScratch)}, which begin at random."];
    }

    /// <summary>Where everything is written.</summary>
    public RunFolder Folder { get; }

    /// <summary>What is trained, and how.</summary>
    public RunDescription Description { get; private set; }

    /// <summary>The images.</summary>
    public ImageCollection Images => _data.Images;

    /// <summary>Which images train, and which validate.</summary>
    public DataSplit Split => _data.Split;

    /// <summary>How many images each class has and, if they have an attribute, each class with each of its values.</summary>
    public ImageBalance Balance => _data.Balance;

    /// <summary>What is odd about the data or the recipe but no obstacle, a sentence each.</summary>
    public IReadOnlyList<string> Remarks => [.. Images.Remarks, .. _remarks];

    /// <summary>How many parameters the network has.</summary>
    public long Parameters => NetworkSummary.CountParameters(_network);

    /// <summary>Starts a run: opens the data, builds the network and claims the folder. <see cref="Train"/> does the work.</summary>
    /// <param name="data">A folder with a subfolder for each class (or train and val folders of such), a .tar of one, or a .csv of labels.</param>
    /// <param name="network">A name in the catalog of networks.</param>
    /// <param name="options">How to train; the defaults if null.</param>
    /// <param name="folder">The run's folder; null for <c>runs/DATA-NETWORK-TIME</c>.</param>
    /// <param name="replace">Whether to replace a run that is already in the folder.</param>
    /// <remarks>Seeds torch and, if the options say so, sets its threads, both for the whole process.</remarks>
    /// <exception cref="ArgumentException">There is no such network, or the options do not fit it or each other.</exception>
    /// <exception cref="RecipeException">The recipe does not fit the network or the data.</exception>
    /// <exception cref="Core.AtelierException">The folder is taken, or another process trains in it.</exception>
    /// <exception cref="DataSetException">The data cannot be used.</exception>
    /// <exception cref="WeightFileException">The weights to start from cannot be used.</exception>
    public static TrainRun Start(string data, string network = DefaultNetwork, TrainOptions? options = null, string? folder = null, bool replace = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(data);
        ArgumentException.ThrowIfNullOrEmpty(network);
        options ??= new();
        var started = DateTimeOffset.UtcNow;
        var runFolder = new RunFolder(folder ?? DefaultFolder(data, network, started));
        options = Absolute(options) with { ImageSize = RunNetwork.SizeFor(network, options.ImageSize) };
        runFolder.Claim(replace);
        var device = options.Compute.Apply();
        var run = Open(runFolder, device, new()
        {
            Data = Path.GetFullPath(data),
            Network = network,
            Classes = [],
            ImageSize = options.Recipe.Phases[^1].ImageSize ?? options.ImageSize.Value,
            Options = options with { Compute = options.Compute with { Threads = ComputeSettings.ThreadsInUse } },
            Version = typeof(TrainRun).Assembly.GetName().Version!.ToString(3),
            Started = started,
        });
        try
        {
            // An earlier run is deleted only when nothing that can be known beforehand stands in the way of this one.
            run.Check(options);
            run._lock = runFolder.Lock();
            runFolder.Claim(replace);
            runFolder.Clear();
            options.Recipe.Save(runFolder.Recipe);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Opens a run that was stopped or killed; <see cref="Train"/> continues from its last checkpoint; on the CPU, the result is the same to the bit.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>; null for the run's own.</param>
    /// <param name="threads">Threads within one operation; null for the run's own; with a different number, the last digits may differ.</param>
    /// <exception cref="Core.AtelierException">There is no run, it is finished, another process trains it, or its data has changed.</exception>
    public static TrainRun Resume(string folder, string? device = null, int? threads = null)
    {
        var runFolder = new RunFolder(folder);
        runFolder.Read();
        var taken = runFolder.Lock();
        try
        {
            var run = Continue(runFolder, device, threads);
            run._lock = taken;
            return run;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Trains to the end of the recipe, or until stopped. Either way, logs, models, plots and checkpoints are in the folder afterward; after the end, so is a draft of a model card.</summary>
    /// <param name="progress">Told after each batch; null for nobody.</param>
    /// <param name="callbacks">Told about every event, after the run's own callbacks; none if null.</param>
    /// <param name="onWarning">Told about damage that was skipped, a sentence each; null for nobody.</param>
    /// <param name="stop">Ends the run after the current step; <see cref="Resume"/> continues it.</param>
    /// <exception cref="TrainingException">The loss is not a number; logs and plots up to that point are written.</exception>
    /// <exception cref="RecipeException">The recipe does not fit the network or the data.</exception>
    public RunReport Train(
        IProgress<TrainingProgress>? progress = null, IReadOnlyList<Callback>? callbacks = null, Action<string>? onWarning = null, CancellationToken stop = default)
    {
        var job = new TrainingJob(Folder, Description, _data, _network)
        {
            Device = _device,
            Progress = progress,
            Callbacks = callbacks ?? [],
            OnWarning = onWarning,
        };
        try
        {
            return job.Train(stop);
        }
        finally
        {
            if (Folder.Exists)
                Description = Description with { State = Folder.Read().State };
        }
    }

    /// <summary>Frees the network, and the folder for other processes.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _lock?.Dispose();
    }

    // What can be known before anything is trained.
    private void Check(TrainOptions options)
    {
        using var learner = new Learner(
            RunNetwork.ObjectiveOf(_network), _data.Data, new() { LayerGroups = RunNetwork.LayerGroupsOf(_network), Device = _device });
        foreach (var size in options.Recipe.Phases.Select(phase => phase.ImageSize ?? options.ImageSize!.Value).Distinct())
        {
            RunNetwork.SizeFor(Description.Network, size);
            TryBatchNorm(options.BatchSize, size);
        }
        var plan = learner.Plan(options.Recipe.Phases);
        _remarks = [.. _remarks, .. options.Recipe.Phases.Index().Where(phase => plan.Phases.All(span => span.Phase != phase.Item)).Select(phase => Invariant($"Phase {phase.Index + 1} ({phase.Item.Epochs:G4} epochs) is shorter than a batch, so nothing is trained in it."))];
        var epochs = plan.Epochs.Count;
        if (options.SwaStart > epochs)
            throw new ArgumentException($"The average of the weights would start with epoch {options.SwaStart}, but the recipe ends with epoch {epochs}: start it earlier, or train longer.", nameof(options));
        if (options.EarlyStopping > 0 && _data.Data.Validation is null)
            throw new ArgumentException("Early stopping watches the validation loss, but there are no validation images: set some apart, or leave it out.", nameof(options));
    }

    // A batch of a single image can be too little for batch norm; larger ones never are. What remains of an epoch is no batch.
    private void TryBatchNorm(int batchSize, int size)
    {
        if (Math.Min(batchSize, Split.Training.Count) > 1)
            return;
        using var image = zeros(1, 3, size, size, device: _network.parameters().First().device);
        BatchNormGuard.Try(_network, image);
    }

    private static TrainRun Continue(RunFolder runFolder, string? device, int? threads)
    {
        var description = runFolder.Read();
        if (description.IsFinished)
            throw new RunException(runFolder.Path, $"is already finished; its model is {runFolder.Model}.");
        var own = description.Options;
        var options = own with
        {
            Recipe = Recipe.Load(runFolder.Recipe),
            Compute = own.Compute with { Device = device ?? own.Compute.Device, Threads = threads ?? own.Compute.Threads },
        };
        var computeDevice = options.Compute.Apply();
        return Open(runFolder, computeDevice, description with { Options = options });
    }

    private static TrainRun Open(RunFolder folder, Device device, RunDescription description)
    {
        NativeTorch.KeepMemory();
        var (options, isNew) = (description.Options, description.Classes is []);
        var data = isNew ? RunData.Open(description.Data, description.Network, options) : RunData.OfRun(folder, description);
        // A checkpoint has all weights: the file that the run started from may be gone.
        return new(folder, description, data, isNew || !folder.HasCheckpoint ? options.Weights : null, device);
    }

    // A run may be resumed from another working directory.
    private static TrainOptions Absolute(TrainOptions options) => options with
    {
        Labels = Absolute(options.Labels),
        Attributes = Absolute(options.Attributes),
        Weights = Absolute(options.Weights),
    };

    private static string? Absolute(string? path) => path is null ? null : Path.GetFullPath(path);

    private static string DefaultFolder(string data, string network, DateTimeOffset started)
    {
        var name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
        return Path.Combine("runs", $"{name}-{network}-{started.ToLocalTime().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
    }
}

/// <summary>The result of a run.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="History">Batch by batch and epoch by epoch, including what came before a resumption.</param>
/// <param name="ImagesPerSecond">Trained, not counting validation, since it started or was resumed; NaN if nothing was trained.</param>
/// <param name="WaitedShare">The share of that time spent waiting for data, in [0,1].</param>
/// <param name="Corrupt">Files that could not be read and were left out.</param>
public sealed record RunReport(RunEnd End, RunHistory History, double ImagesPerSecond, double WaitedShare, IReadOnlyList<SkippedFile> Corrupt);
