using System.CommandLine;
using Atelier.Models;

namespace Atelier.Cli;

/// <summary><c>--network</c> and <c>--weights</c>: what is trained, and what it begins from.</summary>
internal sealed class NetworkChoice : OptionGroup
{
    private readonly Option<string> _network = NewOption.Choice("--network", "The network.", "resnet18", [.. Classifiers.Names]);

    private readonly Option<FileInfo?> _weights = new("--weights") { Description = "Begin from the weights in a file; a classifier for other classes is begun anew.", HelpName = "file" };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_network, _weights];

    /// <summary>The network's entry in the catalog.</summary>
    public ClassifierKind Kind(Invocation call) => Classifiers.Named(call.Get(_network));

    /// <summary>The weight file's whole path, or null.</summary>
    public string? Weights(Invocation call) => call.Get(_weights)?.FullName;
}
