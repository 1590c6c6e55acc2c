using System.CommandLine;
using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Cli;

/// <summary>The options of <c>train</c> other than data and network.</summary>
internal sealed class RunOptions : OptionGroup
{
    private readonly RecordOptions<TrainOptions> _bound = new(new());

    /// <summary>The group.</summary>
    public RunOptions()
    {
        _bound.OptionalNumber<int>("--swa-start", "Average the weights of the epochs starting with this one (SWA).", (o, v) => o with { SwaStart = v });
        _bound.Number("--swa-every", "Epochs from one evaluation of the averaged model to the next.", o => o.SwaEvaluationFrequency, (o, v) => o with { SwaEvaluationFrequency = v });
        _bound.Number("--swa-cycle", "Epochs from one averaged model to the next.", o => o.SwaCycleLength, (o, v) => o with { SwaCycleLength = v });
        _bound.Choice(
            "--swa-count", "Whether the weights before the start count as a model (paper) or not (library).", "library", ["library", "paper"],
            (o, v) => o with { SwaCount = v == "paper" ? SwaCount.Paper : SwaCount.Library });
        _bound.Number("--label-smoothing", "Share of each target that is spread over all classes.", o => o.LabelSmoothing, (o, v) => o with { LabelSmoothing = v });
        _bound.Number("--mixup", "Mix images with one another, with this alpha; 0 turns it off.", o => o.Mixup, (o, v) => o with { Mixup = v });
        _bound.Number("--ema", "Keep an exponential moving average of the weights, with this decay; 0 turns it off.", o => o.Ema, (o, v) => o with { Ema = v });
        _bound.Number("--clip", "Limit the norm of the gradients; 0 turns it off.", o => o.ClipNorm, (o, v) => o with { ClipNorm = v });
        _bound.Number("--accumulate", "Batches per optimizer step.", o => o.Accumulation, (o, v) => o with { Accumulation = v });
        _bound.Number("--early-stopping", "End after this many epochs without a lower validation loss; 0 turns it off.", o => o.EarlyStopping, (o, v) => o with { EarlyStopping = v });
        _bound.Words("--metrics", $"What to measure on the validation set: {string.Join(", ", Metric.Names)} [default: accuracy].", o => o.Metrics, (o, v) => o with { Metrics = v });
        _bound.Number("--checkpoint-every", "Seconds from one checkpoint to the next.", o => o.CheckpointEvery, (o, v) => o with { CheckpointEvery = v });
        _bound.Flag("--tensorboard", "Also write TensorBoard event files.", (o, v) => o with { TensorBoard = v });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => _bound.Options;

    /// <summary>The options with these filled in.</summary>
    public TrainOptions Read(Invocation call, TrainOptions options) => _bound.Read(call, options);
}
