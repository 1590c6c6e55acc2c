using System.Text.RegularExpressions;
using Atelier.Core;

namespace Atelier.Models;

/// <summary>A weight file that can be downloaded.</summary>
/// <example><code>await NetworkCatalog.FindWeights("vgg19").PullAsync();</code></example>
/// <param name="Name">The network's name, for example <c>vgg19</c>.</param>
/// <param name="FileName">The file's name, here and at the server.</param>
/// <param name="Sha256">The SHA-256 of the file in lowercase hex: all 64 digits, or as many of the first ones as are known.</param>
public sealed partial record PublishedWeights(string Name, string FileName, string Sha256)
{
    /// <summary>The server that torchvision downloads from.</summary>
    public static readonly Uri PyTorchServer = new("https://download.pytorch.org/models/");

    /// <summary>Who trained and published it.</summary>
    public string Source { get; init; } = "PyTorch's hub";

    /// <summary>The folder at the server; <see cref="PyTorchServer"/> by default.</summary>
    public Uri Server { get; init; } = PyTorchServer;

    /// <summary>The license as an SPDX identifier, or null, the default, if unknown.</summary>
    public string? License { get; init; }

    /// <summary>The file's size in bytes, or null, the default, if unknown.</summary>
    public long? Bytes { get; init; }

    /// <summary>The file's address.</summary>
    public Uri Url => new(Server, Uri.EscapeDataString(FileName));

    /// <summary>Makes sure that the file is on this machine, complete and correct; asks the server only if it is not. Safe for concurrent use.</summary>
    /// <param name="folder">The folder for the file; <see cref="UserFolders.Weights"/> if null.</param>
    /// <param name="mirror">The http or https address of a folder with such files; if null, <c>ATELIER_WEIGHTS_URL</c> or, if that is not set, <see cref="Server"/>.</param>
    /// <param name="patience">When to give up; the defaults if null.</param>
    /// <param name="progress">Told about ten times a second.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept for the next time.</param>
    /// <exception cref="ArgumentException">The mirror is not an http or https address.</exception>
    /// <exception cref="DownloadException">The server has no such file, cannot be reached, or sends a different one.</exception>
    /// <exception cref="FileAccessException">The folder cannot be written, or the file is already being downloaded.</exception>
    public Task<PulledWeights> PullAsync(
        string? folder = null,
        string? mirror = null,
        DownloadPatience? patience = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        new WeightDownload(folder, mirror, patience).PullAsync(this, progress, cancellationToken);

    /// <summary>
    /// A file whose name carries the first digits of its SHA-256, as PyTorch's hub names all its files:
    /// <c>resnet18-f37072fd.pth</c>. Null for any other name.
    /// </summary>
    public static PublishedWeights? FromFileName(string fileName) =>
        HubFileName().Match(fileName) is { Success: true } match
            ? new PublishedWeights(match.Groups["name"].Value, fileName, match.Groups["sha"].Value)
            : null;

    [GeneratedRegex(@"\A(?<name>\w[\w.-]*)-(?<sha>[0-9a-f]{8,64})\.(pth|pt|safetensors)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HubFileName();
}

/// <summary>Weights that are on this machine now, complete and checked.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Downloaded">Bytes that were downloaded for it; 0 if it was already here.</param>
/// <param name="Sha256">Its SHA-256 in lowercase hex.</param>
public sealed record PulledWeights(string Path, long Bytes, long Downloaded, string Sha256);
