using System.CommandLine;
using Atelier.Core;
using Atelier.Data;

namespace Atelier.Cli;

/// <summary><c>atelier data pull</c>: downloads a data set and unpacks it to a .tar file, which is read in place.</summary>
internal sealed class DataPullCommand : AtelierCommand
{
    private readonly Argument<string> _name = new("name")
    {
        Description = $"{string.Join("; ", KnownDataSet.All.Select(set => $"{set.Name} ({set.Description})"))}.",
    };

    private readonly Option<string?> _folder = new("--to") { Description = "The folder to put it into [default: the cache].", HelpName = "folder" };

    private readonly Option<string?> _mirror = new("--mirror")
    {
        Description = "Download from this address instead of fast.ai's server (or set ATELIER_DATA_URL).",
        HelpName = "url",
    };

    private readonly Option<double> _patience = NewOption.Number("--stall-timeout", "Seconds of silence after which an attempt is given up.", 30.0, 0.1, 3600);

    private readonly Option<int> _attempts = NewOption.Number("--attempts", "Attempts in a row that may fail.", 5, 1, 100);

    /// <param name="streams">Where to write.</param>
    public DataPullCommand(Streams streams)
        : base(
            streams,
            "pull",
            "Downloads a data set as a .tar file, which is read in place; continues where an earlier run stopped, and checks what arrives.",
            "atelier data pull imagenet-sample",
            "atelier data pull imagenet-sample --to data")
    {
        Add(_name);
        Add(_folder);
        Add(_mirror);
        Add(_patience);
        Add(_attempts);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var name = call.Get(_name);
        var set = KnownDataSet.All.FirstOrDefault(known => known.Name == name)
            ?? throw new UsageException($"There is no data set '{name}': use {string.Join(" or ", KnownDataSet.All.Select(known => known.Name))}.");
        var server = call.Get(_mirror) is { } mirror
            ? KnownDataSet.Folder(mirror) ?? throw new UsageException($"--mirror takes an address of http or https, not '{mirror}'.")
            : KnownDataSet.ServerInUse;
        var target = Path.Combine(call.Get(_folder) ?? UserFolders.Data, set.FileName);
        var options = new GzipDownloadOptions { StallTimeout = TimeSpan.FromSeconds(call.Get(_patience)), Attempts = call.Get(_attempts) };
        UnpackedFile pulled;
        using (var line = call.Progress("MB"))
            pulled = await new GzipDownload(options).PullAsync(new Uri(server, set.Path), target, new InMegabytes(line), stop);
        return call.Finish(
            new { set.Name, pulled.Path, pulled.Bytes, pulled.Downloaded },
            pulled.Downloaded == 0 ? $"{pulled.Path}: is here already." : $"{pulled.Path}: {ByteSize.Text(pulled.Bytes)}.");
    }
}
