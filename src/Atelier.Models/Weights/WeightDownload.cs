using System.Security.Cryptography;
using Atelier.Core;

namespace Atelier.Models;

/// <summary>
/// Downloads weight files: resumed where an earlier attempt or run stopped, retried when the server falls silent or the
/// connection drops, checked by SHA-256, and put in place only when complete. Safe for concurrent use.
/// </summary>
internal sealed class WeightDownload
{
    private readonly string _folder;
    private readonly Uri? _mirror;
    private readonly DownloadPatience _patience;

    /// <param name="folder">The folder for files; the cache if null.</param>
    /// <param name="mirror">The address of a folder with such files; the one in <c>ATELIER_WEIGHTS_URL</c>, or each file's own server, if null.</param>
    /// <param name="patience">When to give up; the defaults if null.</param>
    /// <exception cref="ArgumentException">The mirror is not an http or https address.</exception>
    /// <exception cref="DownloadException">The variable does not hold one.</exception>
    public WeightDownload(string? folder = null, string? mirror = null, DownloadPatience? patience = null)
    {
        (_folder, _patience) = (folder ?? UserFolders.Weights, patience ?? new());
        _mirror = mirror is null ? FromEnvironment() : Address(mirror) ?? throw new ArgumentException($"The mirror must be an http or https address, not '{mirror}'.", nameof(mirror));
    }

    /// <summary>Makes sure that a file is on this machine, complete and correct; asks the server only if it is not.</summary>
    /// <param name="weight">Which file.</param>
    /// <param name="progress">Told about ten times a second.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept for next time.</param>
    /// <exception cref="DownloadException">The server has no such file, cannot be reached, or sends a different one.</exception>
    /// <exception cref="FileAccessException">The folder cannot be written, or the file is already being downloaded.</exception>
    public async Task<PulledWeights> PullAsync(
        PublishedWeights weight, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var target = Path.GetFullPath(Path.Combine(_folder, weight.FileName));
        if (await CheckExistingAsync(weight, target, cancellationToken) is { } existing)
            return existing;

        using var part = PartialFile.Open(target);
        using var transfer = new FileTransfer(_patience, FileOf(weight), part, progress);
        await transfer.RunAsync(cancellationToken);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(part.Rewind(), cancellationToken));
        var bytes = part.Length;
        if (!sum.StartsWith(weight.Sha256, StringComparison.Ordinal))
        {
            part.Discard();
            throw new DownloadException(
                $"{FileOf(weight).Url}: arrived damaged (SHA-256 {sum[..weight.Sha256.Length]}, expected {weight.Sha256}) and was deleted; try again, or use another mirror.");
        }
        part.Complete();
        return new PulledWeights(target, bytes, transfer.Received, sum);
    }

    private static async Task<PulledWeights?> CheckExistingAsync(PublishedWeights weight, string target, CancellationToken cancellationToken)
    {
        if (!File.Exists(target))
            return null;
        await using var stream = File.OpenRead(target);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        return sum.StartsWith(weight.Sha256, StringComparison.Ordinal) ? new PulledWeights(target, stream.Length, 0, sum) : null;
    }

    private static Uri? FromEnvironment() =>
        Environment.GetEnvironmentVariable("ATELIER_WEIGHTS_URL") is not { Length: > 0 } mirror
            ? null
            : Address(mirror) ?? throw new DownloadException($"ATELIER_WEIGHTS_URL is '{mirror}', which is not an http or https address: correct it or unset it.");

    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/") : null;

    private RemoteFile FileOf(PublishedWeights weight) =>
        new(new Uri(_mirror ?? weight.Server, Uri.EscapeDataString(weight.FileName)), _folder, weight.FileName, weight.Bytes)
        {
            IfMissing = "check the name, or the mirror if one is set in ATELIER_WEIGHTS_URL",
            IfFull = "free some, or set ATELIER_CACHE to another folder",
        };
}
