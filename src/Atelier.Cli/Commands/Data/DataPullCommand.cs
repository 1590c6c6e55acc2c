using System.CommandLine;
using Atelier.Data;

namespace Atelier.Cli;

/// <summary><c>atelier data pull</c>: downloads a data set and unpacks it to a .tar file, which is read in place.</summary>
internal sealed class DataPullCommand : AtelierCommand
{
    private readonly Argument<string> _name = new("name")
    {
        Description = $"{string.Join("; ", KnownDataSet.All.Select(set => $"{set.Name} ({set.Description})"))}.",
    };

    private readonly Option<string?> _folder = new("--to") { Description = "The folder to put it in [default: the cache].", HelpName = "folder" };

    private readonly Option<string?> _mirror = new("--mirror")
    {
        Description = "Download from this address instead of fast.ai's server (or set ATELIER_DATA_URL).",
        HelpName = "url",
    };

    private readonly PatienceOptions _patience = new();

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
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var name = call.Get(_name);
        var set = KnownDataSet.All.FirstOrDefault(known => known.Name == name)
            ?? throw new UsageException($"There is no data set '{name}': use {string.Join(" or ", KnownDataSet.All.Select(known => known.Name))}.");
        var path = set.PathIn(call.Get(_folder));
        long downloaded;
        using (var line = call.Progress("MB"))
            downloaded = await Invocation.Build(() => set.PullAsync(call.Get(_folder), call.Get(_mirror), _patience.Read(call), new InMegabytes(line), stop));
        var bytes = new FileInfo(path).Length;
        return call.Finish(
            new { set.Name, Path = path, Bytes = bytes, Downloaded = downloaded },
            downloaded == 0 ? $"{path}: is already here." : $"{path}: {ByteSize.Text(bytes)}.");
    }
}
