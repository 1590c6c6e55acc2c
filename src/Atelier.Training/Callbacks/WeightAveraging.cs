using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Averages the weights of a run, and evaluates the averaged model alongside the last weights.</summary>
public abstract class WeightAveraging : Callback, IDisposable
{
    private readonly string _prefix;

    private protected WeightAveraging(string prefix) => _prefix = prefix;

    /// <summary>Whether there is an averaged model.</summary>
    public abstract bool HasAverage { get; }

    /// <summary>
    /// Puts the averaged model into a network until the result is disposed, which restores the network's own weights, bit for bit.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing has been averaged yet.</exception>
    public abstract IDisposable ApplyTo(nn.Module network);

    /// <summary>Frees the average.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the average.</summary>
    protected abstract void Dispose(bool disposing);

    private protected void Evaluate(TrainingRun run)
    {
        using var swap = ApplyTo(run.Network);
        var (loss, metrics) = run.Validate();
        if (run.IsValidated && !double.IsFinite(loss))
            throw new TrainingException($"The validation loss of the averaged weights ({_prefix}) is not a number after epoch {run.Epoch}: lower the learning rate, or average later.");
        if (run.IsValidated)
            run.Figures[$"{_prefix}_loss"] = loss;
        foreach (var (name, value) in metrics)
            run.Figures[$"{_prefix}_{name}"] = value;
    }
}
