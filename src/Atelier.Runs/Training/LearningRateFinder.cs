using Atelier.Core;
using Atelier.Data;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>Looks for a good learning rate, as <c>atelier find-lr</c> does: trains with higher and higher rates until the loss diverges.</summary>
public static class LearningRateFinder
{
    /// <summary>Sweeps over learning rates; nothing is written.</summary>
    /// <param name="data">As for <see cref="TrainRun.Start"/>.</param>
    /// <param name="network">A name in the catalog of networks.</param>
    /// <param name="options">How the network is trained, except for the recipe; the defaults if null.</param>
    /// <param name="sweep">Rates, batches, optimizer, progress; the defaults if null.</param>
    /// <param name="stop">Ends the sweep; what it has so far is used.</param>
    /// <exception cref="ArgumentException">There is no such network, or the options do not fit it or each other.</exception>
    /// <exception cref="DataSetException">The data cannot be used.</exception>
    public static LearningRateSweep Run(
        string data, string network = TrainRun.DefaultNetwork, TrainOptions? options = null, LearningRateSweepOptions? sweep = null, CancellationToken stop = default)
    {
        options ??= new();
        var device = options.Compute.Apply();
        NativeTorch.KeepMemory();
        var images = RunData.Open(data, network, options);
        using var trained = RunNetwork.Create(network, images.Images.Classes.Count, options.Weights).Network;
        using var learner = new Learner(RunNetwork.ObjectiveOf(trained), images.Data, new() { LayerGroups = RunNetwork.LayerGroupsOf(trained), Device = device });
        if (options.Freeze)
            learner.Freeze();
        return learner.FindLearningRate(sweep, stop);
    }
}
