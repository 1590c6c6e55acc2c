using Atelier.Core;
using Atelier.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>Which of a run's models to use.</summary>
public enum RunModel
{
    /// <summary>The weights at the end of the run.</summary>
    Last,

    /// <summary>The averaged weights (SWA).</summary>
    Averaged,

    /// <summary>The weights of the epoch with the lowest validation loss.</summary>
    Best,
}

/// <summary>A trained classifier on disk: a network of the catalog, its classes, and the file of its weights.</summary>
/// <param name="Network">Its name in the catalog, which decides the preprocessing.</param>
/// <param name="Classes">The names of its classes by index.</param>
/// <param name="ImageSize">Pixels per side of its input.</param>
/// <param name="Weights">The weight file.</param>
/// <example><code>
/// using var classifier = TrainedModel.FromRun("runs/first").Load();
/// foreach (var prediction in classifier.Predict(["cat.jpg"]))
///     Console.WriteLine($"{prediction.Image}: {prediction.Classes[0].Class}");
/// </code></example>
public sealed record TrainedModel(string Network, IReadOnlyList<string> Classes, int ImageSize, string Weights)
{
    /// <summary>A model of a run; its file must exist but is not read yet.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="model">Which of its models.</param>
    /// <exception cref="Core.AtelierException">There is no run, or it has no such model.</exception>
    public static TrainedModel FromRun(string folder, RunModel model = RunModel.Last)
    {
        var run = new RunFolder(folder);
        var description = run.Read();
        var path = model switch { RunModel.Averaged => run.SwaModel, RunModel.Best => run.BestModel, _ => run.Model };
        return File.Exists(path)
            ? new(description.Network, description.Classes, model is RunModel.Best ? description.BestImageSize ?? description.ImageSize : description.ImageSize, path)
            : throw new RunException(folder, $"has no {Path.GetFileName(path)}; {Missing(model, description)}");
    }

    /// <summary>A network of the catalog with published weights, or with others.</summary>
    /// <param name="network">Its name in the catalog.</param>
    /// <param name="weights">A .safetensors or PyTorch file; if null, the one in the cache, as `atelier weights pull` leaves it.</param>
    /// <param name="classes">The names of its classes by index; ImageNet's if null.</param>
    /// <exception cref="ArgumentException">There is no such network, or it cannot classify.</exception>
    /// <exception cref="WeightFileException">No file is named, and the cache has none.</exception>
    public static TrainedModel FromWeights(string network, string? weights = null, IReadOnlyList<string>? classes = null)
    {
        var entry = NetworkCatalog.FindClassifier(network);
        return new(network, Require.NotEmpty(classes ?? ImageNetClasses.Names, nameof(classes)), entry.Preprocessing.ImageSize, weights ?? entry.FindFile());
    }

    /// <summary>Reads the names of classes from a text file, one per line, for <see cref="FromWeights"/>.</summary>
    /// <exception cref="Core.AtelierException">The file names no classes, or cannot be read.</exception>
    public static IReadOnlyList<string> ReadClasses(string path)
    {
        var text = TextFile.Read(path, (problem, cause) => new RunException(path, $"{problem.TrimEnd('.')}; name a text file with one class per line.", cause));
        List<string> names = [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Count > 0 ? names : throw new RunException(path, "names no classes; write one per line.");
    }

    /// <summary>Loads the network, its batch norm folded into its convolutions. The caller owns the classifier.</summary>
    /// <param name="compute">Device and threads; the CPU and the current number of threads if null.</param>
    /// <exception cref="WeightFileException">The file cannot be read, or belongs to another network.</exception>
    public ImageClassifier Load(ComputeSettings? compute = null)
    {
        var device = compute?.Apply() ?? CPU;
        var network = NetworkCatalog.Create(Network, Classes.Count);
        try
        {
            network.LoadWeights(Weights);
            network.to(device);
            network.PrepareForInference();
            return new(network, Classes, ImageSize, RunNetwork.NormalizationOf(network.Preprocessing.Normalization)) { Device = device, OwnsNetwork = true };
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>How many parameters the network has.</summary>
    internal long CountParameters()
    {
        using var network = NetworkCatalog.Create(Network, Classes.Count);
        return NetworkSummary.CountParameters(network);
    }

    private static string Missing(RunModel model, RunDescription description) => model switch
    {
        RunModel.Averaged when description.Options.SwaStart is null => "the run did not average its weights: train one with --swa-start.",
        RunModel.Best when description.ValidationImages == 0 => "the run had no validation images to tell the best epoch with: use its last model.",
        _ => "the run is not finished: continue it with atelier resume.",
    };
}
