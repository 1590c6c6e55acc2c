using Atelier.Core;

namespace Atelier.Data;

/// <summary>A data set that can be downloaded.</summary>
public sealed class KnownDataSet
{
    private static readonly Uri FastAi = new("https://files.fast.ai/data/");

    // The packed file's name on the server.
    private readonly string _packed;

    private KnownDataSet(string name, string packed, string fileName, string description) =>
        (Name, _packed, FileName, Description) = (name, packed, fileName, description);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownDataSet> All { get; } =
    [
        new("imagenet-sample", "imagenet-sample-train.tar.gz", "imagenet-sample-train.tar", "a sample of ImageNet's training images; ImageNet's terms of use apply"),
    ];

    /// <summary>The name that users know it by.</summary>
    public string Name { get; }

    /// <summary>The name of the unpacked file.</summary>
    public string FileName { get; }

    /// <summary>What it is, and who may use it.</summary>
    public string Description { get; }

    /// <summary>The path of the unpacked file.</summary>
    /// <param name="folder">The folder; the cache if null.</param>
    public string PathIn(string? folder = null) => Path.GetFullPath(Path.Combine(folder ?? UserFolders.Data, FileName));

    /// <summary>
    /// Downloads the data set unless it is here already, and unpacks it to a .tar file, which is read in place. Continues an earlier
    /// download, and checks what arrives.
    /// </summary>
    /// <param name="folder">The folder for the file; the cache if null.</param>
    /// <param name="mirror">The http or https address of a folder on a server; if null, <c>ATELIER_DATA_URL</c> or, if that is not set, fast.ai's server.</param>
    /// <param name="patience">When to give up; the defaults if null.</param>
    /// <param name="progress">Told about ten times a second.</param>
    /// <param name="stop">Stops the download; what has arrived is kept for next time.</param>
    /// <returns>Bytes that were downloaded; 0 if the file was here already.</returns>
    /// <exception cref="ArgumentException">The mirror is not an http or https address.</exception>
    /// <exception cref="DownloadException">The server cannot be reached, does not have the file, or sends something else; or the disk is full.</exception>
    /// <exception cref="FileAccessException">The folder cannot be written, or the file is already being downloaded.</exception>
    public Task<long> PullAsync(
        string? folder = null,
        string? mirror = null,
        DownloadPatience? patience = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken stop = default)
    {
        var server = mirror is null ? DefaultServer() : Address(mirror) ?? throw new ArgumentException($"The mirror must be an http or https address, not '{mirror}'.", nameof(mirror));
        return GzipDownload.PullAsync(new Uri(server, _packed), PathIn(folder), patience, progress, stop);
    }

    private static Uri DefaultServer() =>
        Environment.GetEnvironmentVariable("ATELIER_DATA_URL") is not { Length: > 0 } mirror
            ? FastAi
            : Address(mirror) ?? throw new DownloadException($"ATELIER_DATA_URL is '{mirror}', which is not an http or https address: correct it or unset it.");

    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/")
            : null;
}
