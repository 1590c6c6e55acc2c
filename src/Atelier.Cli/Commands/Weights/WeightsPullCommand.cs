using System.CommandLine;
using Atelier.Models;

namespace Atelier.Cli;

/// <summary><c>atelier weights pull</c>: downloads a weight file into the user's cache.</summary>
internal sealed class WeightsPullCommand : AtelierCommand
{
    private readonly Argument<string> _name = new("name")
    {
        Description = $"{string.Join(", ", NetworkCatalog.All.Where(network => network.Weights is not null).Select(network => network.Name))}; or a file name of PyTorch's hub, such as resnet18-f37072fd.pth.",
    };

    private readonly Option<string?> _mirror = new("--mirror")
    {
        Description = "Download from this address instead of the publisher's server (or set ATELIER_WEIGHTS_URL).",
        HelpName = "url",
    };

    private readonly PatienceOptions _patience = new();

    /// <param name="streams">Where to write.</param>
    public WeightsPullCommand(Streams streams)
        : base(
            streams,
            "pull",
            "Downloads the weights of a network into the cache; continues where an earlier download stopped, and checks the SHA-256.",
            "atelier weights pull vgg19",
            "atelier weights pull vgg16_bn --mirror https://mirror.example/models/")
    {
        Add(_name);
        Add(_mirror);
        Add(_patience);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var weights = Invocation.Build(() => NetworkCatalog.FindWeights(call.Get(_name)));
        PulledWeights pulled;
        using (var line = call.Progress("MB"))
            pulled = await Invocation.Build(() => weights.PullAsync(null, call.Get(_mirror), _patience.Read(call), new InMegabytes(line), stop));
        return call.Finish(
            new { weights.Name, pulled.Path, pulled.Bytes, pulled.Downloaded, pulled.Sha256 },
            pulled.Downloaded == 0 ? $"{pulled.Path}: is already here and complete." : $"{pulled.Path}: {ByteSize.Text(pulled.Bytes)}, SHA-256 {pulled.Sha256}.");
    }
}
