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

    private readonly Option<double> _patience = NewOption.Number("--stall-timeout", "Seconds without data after which an attempt is abandoned.", 30.0, 0.1, 3600);

    private readonly Option<int> _attempts = NewOption.Number("--attempts", "Failed attempts in a row before giving up.", 5, 1, 100);

    /// <param name="streams">Where to write.</param>
    public WeightsPullCommand(Streams streams)
        : base(
            streams,
            "pull",
            "Downloads the weights of a network into the cache; continues where an earlier run stopped, and checks the SHA-256.",
            "atelier weights pull vgg19",
            "atelier weights pull vgg16_bn --mirror https://mirror.example/models/")
    {
        Add(_name);
        Add(_mirror);
        Add(_patience);
        Add(_attempts);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var weights = Invocation.Build(() => NetworkCatalog.FindWeights(call.Get(_name)));
        var options = new WeightDownloadOptions { StallTimeout = TimeSpan.FromSeconds(call.Get(_patience)), Attempts = call.Get(_attempts) };
        if (call.Get(_mirror) is { } mirror)
            options = Invocation.Build(() => options with { Mirror = Address(mirror) });

        PulledWeights pulled;
        using (var line = call.Progress("MB"))
            pulled = await weights.PullAsync(options, new InMegabytes(line), stop);
        return call.Finish(
            new { weights.Name, pulled.Path, pulled.Bytes, pulled.Downloaded, pulled.Sha256 },
            pulled.Downloaded == 0 ? $"{pulled.Path}: is already here, and complete." : $"{pulled.Path}: {ByteSize.Text(pulled.Bytes)}, SHA-256 {pulled.Sha256}.");
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : throw new UsageException($"--mirror takes an http or https address, not '{text}'.");
}
