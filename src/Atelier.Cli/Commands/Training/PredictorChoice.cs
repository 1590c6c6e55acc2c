using System.CommandLine;
using Atelier.Models;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary>Who predicts: a run's model, or a network of the catalog with the weights of a file.</summary>
internal sealed class PredictorChoice : OptionGroup
{
    private readonly Option<string?> _network = new("--network") { Description = "A network of the catalog in place of a run; it knows ImageNet's classes.", HelpName = "name" };
    private readonly Option<FileInfo?> _weights = new("--weights") { Description = "The network's weights, .safetensors or PyTorch's .pth.", HelpName = "file" };
    private readonly Option<FileInfo?> _classes = new("--classes") { Description = "A text file with the name of a class on each line, for weights of other classes than ImageNet's.", HelpName = "file" };
    private readonly RunModelChoice _model = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_network, _weights, _classes, .. _model.Options];

    /// <summary>What to load, all of it looked for but nothing read yet, and the images: with a run, its folder comes first among the names.</summary>
    public (Predictor Predictor, IReadOnlyList<string> Images) Choose(Invocation call, IReadOnlyList<string> names)
    {
        if (call.Get(_network) is { } network)
            return (OfNetwork(call, network), names);
        if (call.Get(_weights) is not null || call.Get(_classes) is not null)
            throw new UsageException("--weights and --classes need --network.");
        var folder = new RunFolder(names[0]);
        var predictor = _model.Of(call, folder, folder.Read());
        return names.Count > 1
            ? (predictor, [.. names.Skip(1)])
            : throw new UsageException("Name images after the run's folder.");
    }

    private Predictor OfNetwork(Invocation call, string network)
    {
        if (!Classifiers.Names.Contains(network, StringComparer.Ordinal))
            throw new UsageException($"There is no network '{network}'; use one of {string.Join(", ", Classifiers.Names)}.");
        if (_model.IsGiven(call))
            throw new UsageException("--swa and --best are for runs, not for --network.");
        var weights = call.Get(_weights)?.FullName ?? throw new UsageException("--network needs --weights, the file to load it from.");
        var classes = call.Get(_classes) is { } file
            ? File.ReadAllLines(file.FullName).Select(line => line.Trim()).Where(line => line.Length > 0).ToList()
            : ImageNetClasses.Names;
        return classes.Count > 0
            ? new(network, classes, Classifiers.Named(network).InputSize, weights)
            : throw new InputException($"{call.Get(_classes)}: names no class; write one on each line.");
    }
}
