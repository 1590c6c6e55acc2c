using System.CommandLine;
using Atelier.Core;
using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Cli;

/// <summary>What of <c>train</c> goes into a run's description, but for the data.</summary>
internal sealed class RunOptions : OptionGroup
{
    private readonly NetworkChoice _network = new();

    private readonly Option<int?> _swaStart = NewOption.OptionalNumber<int>("--swa-start", "Average the weights of epochs from this one on (SWA).", least: 1);

    private readonly Option<int> _swaEvery = NewOption.Number("--swa-every", "Evaluate the averaged model every so many epochs.", 1, least: 1);

    private readonly Option<int> _swaCycle = NewOption.Number("--swa-cycle", "Epochs from one averaged model to the next.", 1, least: 1);

    private readonly Option<string> _swaCount = NewOption.Choice("--swa-count", "Whether the weights before the start count as a model: paper; or not: library.", "library", "library", "paper");

    private readonly Option<double> _smoothing = NewOption.Number("--label-smoothing", "Part of each target spread over all classes.", 0.0, 0, 1);

    private readonly Option<double> _mixup = NewOption.Number("--mixup", "Mix images with one another, with this alpha; 0 for not.", 0.0, 0, 100);

    private readonly Option<double> _ema = NewOption.Number("--ema", "Keep an exponential average of the weights, with this decay; 0 for not.", 0.0, 0, 0.999999);

    private readonly Option<double> _clip = NewOption.Number("--clip", "Limit the norm of the gradients; 0 for not.", 0.0, 0);

    private readonly Option<int> _accumulate = NewOption.Number("--accumulate", "Batches to a step.", 1, least: 1);

    private readonly Option<int> _early = NewOption.Number("--early-stopping", "End after so many epochs without a lower validation loss; 0 for not.", 0, least: 0);

    private readonly Option<bool> _freeze = new("--freeze") { Description = "Train the last layer group alone." };

    private readonly Option<string[]> _metrics = Metrics();

    private readonly Option<double> _checkpoint = NewOption.Number("--checkpoint-every", "Seconds from one checkpoint to the next.", 30.0, 0);

    private readonly Option<bool> _tensorBoard = new("--tensorboard") { Description = "Write TensorBoard's event files too." };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options =>
    [
        .. _network.Options, _freeze, _swaStart, _swaEvery, _swaCycle, _swaCount, _smoothing, _mixup, _ema, _clip, _accumulate, _early, _metrics, _checkpoint, _tensorBoard,
    ];

    /// <summary>The description, with no classes yet.</summary>
    public RunDescription Read(Invocation call, DataOptions data, ComputeSettings settings)
    {
        var kind = _network.Kind(call);
        return data.Describe(call, kind, settings) with
        {
            Network = kind.Name,
            Weights = _network.Weights(call),
            Freeze = call.Get(_freeze),
            LabelSmoothing = call.Get(_smoothing),
            Mixup = call.Get(_mixup),
            Ema = call.Get(_ema),
            ClipNorm = call.Get(_clip),
            Accumulation = call.Get(_accumulate),
            EarlyStopping = call.Get(_early),
            SwaStart = call.Get(_swaStart),
            SwaEvaluationFrequency = call.Get(_swaEvery),
            SwaCycleLength = call.Get(_swaCycle),
            SwaCount = call.Get(_swaCount) == "paper" ? SwaCount.Paper : SwaCount.Library,
            Metrics = call.Get(_metrics),
            CheckpointEvery = call.Get(_checkpoint),
            TensorBoard = call.Get(_tensorBoard),
        };
    }

    private static Option<string[]> Metrics()
    {
        var option = new Option<string[]>("--metrics")
        {
            Description = $"Figures over the validation set, of {string.Join(", ", RunMetrics.Names)} [default: accuracy].",
            HelpName = "name",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["accuracy"],
        };
        option.Validators.Add(result =>
        {
            foreach (var unknown in result.Tokens.Select(token => token.Value).Except(RunMetrics.Names, StringComparer.Ordinal))
                result.AddError($"--metrics takes {string.Join(", ", RunMetrics.Names)}, not '{unknown}'.");
        });
        return option;
    }
}
