using System.Security.Cryptography;
using Atelier.Core;

namespace Atelier.Models;

/// <summary>
/// Downloads weight files: resumed where an earlier attempt or run stopped, retried when the server falls silent or the
/// connection drops, checked by SHA-256, and put in place only when complete. Safe for concurrent use.
/// </summary>
/// <param name="options">Where to, how patient, from which mirror; the defaults if null.</param>
internal sealed class WeightDownload(WeightDownloadOptions? options = null)
{
    private readonly WeightDownloadOptions _options = options ?? new();

    /// <summary>Makes sure that a file is on this machine, whole and right; asks the server only if it is not.</summary>
    /// <param name="weight">Which file.</param>
    /// <param name="progress">Told about ten times a second.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept for the next time.</param>
    /// <exception cref="DownloadException">The server has no such file, cannot be reached, or sends another one.</exception>
    /// <exception cref="FileAccessException">The folder cannot be written, or the file is being downloaded already.</exception>
    public async Task<PulledWeights> PullAsync(
        PublishedWeights weight, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var target = Path.GetFullPath(Path.Combine(_options.Destination, weight.FileName));
        if (await CheckExistingAsync(weight, target, cancellationToken) is { } existing)
            return existing;

        using var part = PartialFile.Open(target);
        using var transfer = new FileTransfer(_options, FileOf(weight), part, progress);
        await transfer.RunAsync(cancellationToken);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(part.Rewind(), cancellationToken));
        var bytes = part.Length;
        if (!sum.StartsWith(weight.Sha256, StringComparison.Ordinal))
        {
            part.Discard();
            throw new DownloadException(
                $"{FileOf(weight).Url}: arrived damaged (SHA-256 {sum[..weight.Sha256.Length]}, expected {weight.Sha256}) and was deleted; try again or use another mirror.");
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

    private RemoteFile FileOf(PublishedWeights weight) =>
        new(new Uri(_options.Mirror ?? weight.Server, Uri.EscapeDataString(weight.FileName)), _options.Destination, weight.FileName, weight.Bytes)
        {
            IfMissing = "check the name, or the mirror if one is set in ATELIER_WEIGHTS_URL",
            IfFull = "free some, or set ATELIER_CACHE to a folder elsewhere",
        };
}
