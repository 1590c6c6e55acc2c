using System.CommandLine;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary>The model to predict with: a run's, or a network of the catalog with the weights of a file.</summary>
internal sealed class ModelChoice : OptionGroup
{
    private readonly Option<string?> _network = new("--network") { Description = "A network instead of a run, by its name in `atelier networks`; it knows ImageNet's classes.", HelpName = "name" };
    private readonly Option<FileInfo?> _weights = new("--weights") { Description = "The network's weights, .safetensors or .pth [default: those that `atelier weights pull` downloaded].", HelpName = "file" };
    private readonly Option<FileInfo?> _classes = new("--classes") { Description = "A text file with one class name per line, for weights with classes other than ImageNet's.", HelpName = "file" };
    private readonly RunModelChoice _model = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_network, _weights, _classes, .. _model.Options];

    /// <summary>The model, not loaded yet, and the images; a run's folder comes first among the names.</summary>
    public (TrainedModel Model, IReadOnlyList<string> Images) Choose(Invocation call, IReadOnlyList<string> names)
    {
        if (call.Get(_network) is { } network)
            return (OfNetwork(call, network), names);
        if (call.Get(_weights) is not null || call.Get(_classes) is not null)
            throw new UsageException("--weights and --classes need --network.");
        var model = TrainedModel.FromRun(names[0], _model.Read(call) ?? RunModel.Last);
        return names.Count > 1
            ? (model, [.. names.Skip(1)])
            : throw new UsageException("Name images after the run's folder.");
    }

    private TrainedModel OfNetwork(Invocation call, string network)
    {
        if (_model.Read(call) is not null)
            throw new UsageException("--swa and --best are for runs, not for --network.");
        var weights = call.Get(_weights)?.FullName;
        var classes = call.Get(_classes) is { } file ? TrainedModel.ReadClasses(file.FullName) : null;
        return Invocation.Build(() => TrainedModel.FromWeights(network, weights, classes));
    }
}
