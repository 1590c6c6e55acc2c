using System.Globalization;
using System.Runtime.InteropServices;
using Atelier.Core;
using Atelier.Data;
using Atelier.Training;
using TorchSharp;

namespace Atelier.Runs;

/// <summary>Fills in what a run knows about its model.</summary>
internal static class CardDraft
{
    /// <summary>A card without statements or audits.</summary>
    /// <param name="folder">The run's; its name is the model's.</param>
    /// <param name="description">The run's.</param>
    /// <param name="recipe">Its phases.</param>
    /// <param name="data">What it learned from.</param>
    /// <param name="parameters">How many parameters the network has.</param>
    /// <param name="results">How good it is.</param>
    public static ModelCard Create(RunFolder folder, RunDescription description, Recipe recipe, RunData data, long parameters, CardResults results)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        var balance = data.Balance;
        return new()
        {
            Name = folder.Name,
            Model = new(
                description.Network,
                Path.GetFileName(folder.Model),
                parameters,
                description.ImageSize,
                description.Classes,
                description.Options.Weights is { } weights ? Path.GetFileName(weights) : null,
                description.Started),
            Data = new(Path.GetFileName(Path.TrimEndingDirectorySeparator(description.Data)), balance.Classes, CardAttribute.Create(balance)),
            Training = new([.. recipe.Phases.Select(PhaseOf)], Settings(description.Options).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal)),
            Results = results,
            Environment = EnvironmentOf(description),
        };
    }

    private static CardPhase PhaseOf(TrainingPhase phase) => new(phase.Epochs, phase.Optimizer.Name, Rates(phase.LearningRate, phase.LearningRateDecay), phase.LearningRateDecay.Name);

    private static string Rates(Annealing rate, Decay decay) =>
        decay != Decay.None && rate.End is { } end ? $"{rate.Start} to {end}" : $"{rate.Start}";

    private static IEnumerable<(string Name, string Value)> Settings(TrainOptions options)
    {
        yield return ("batch size", Text(options.BatchSize));
        yield return ("augmentation", options.Augment ? "standard" : "none");
        if (options.Balancing is not Balancing.None)
            yield return ("balancing", options.Balancing is Balancing.Reweigh ? "losses weighted so that class and attribute are independent" : "groups drawn equally");
        if (options.LabelSmoothing > 0)
            yield return ("label smoothing", Text(options.LabelSmoothing));
        if (options.Mixup > 0)
            yield return ("mixup", Text(options.Mixup));
        if (options.ClipNorm > 0)
            yield return ("gradient norm limit", Text(options.ClipNorm));
        if (options.Accumulation > 1)
            yield return ("batches per step", Text(options.Accumulation));
        if (options.Ema > 0)
            yield return ("exponential average of the weights, decay", Text(options.Ema));
        if (options.SwaStart is { } swa)
            yield return ("weights averaged from epoch", Text(swa));
        if (options.EarlyStopping > 0)
            yield return ("early stopping after epochs without a lower validation loss", Text(options.EarlyStopping));
        if (options.Freeze)
            yield return ("layers trained", "only the last group");
    }

    private static CardEnvironment EnvironmentOf(RunDescription description)
    {
        var machine = MachineFacts.Read();
        return new(
            description.Version,
            typeof(torch).Assembly.GetName().Version!.ToString(3),
            RuntimeInformation.FrameworkDescription,
            machine.OperatingSystem,
            machine.Processor,
            description.Options.Compute.Device,
            description.Options.Compute.Threads,
            description.Options.Compute.Seed);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
