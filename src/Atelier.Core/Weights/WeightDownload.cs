using System.Net;
using System.Security.Cryptography;

namespace Atelier.Core.Weights;

/// <summary>
/// Downloads weight files: resumed where an earlier attempt or run stopped, retried when the server falls silent or the
/// line is cut, checked by SHA-256, and put in place only when they are whole. Safe for concurrent use.
/// </summary>
/// <param name="options">Where from, where to, how patient; the defaults if null.</param>
public sealed class WeightDownload(WeightDownloadOptions? options = null)
{
    // An attempt that brings this much was not in vain: the count of attempts begins anew.
    private const long WorthAnAttempt = 1 << 20;

    private readonly WeightDownloadOptions _options = options ?? new();

    /// <summary>Makes sure that a file is on this machine, whole and right; asks the server only if it is not.</summary>
    /// <param name="weight">Which file.</param>
    /// <param name="progress">Told about ten times a second.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept for the next time.</param>
    /// <exception cref="WeightDownloadException">The server has no such file, cannot be reached, or sends another one.</exception>
    /// <exception cref="Files.FileAccessException">The folder cannot be written, or the file is being downloaded already.</exception>
    public async Task<PulledWeights> PullAsync(
        OfficialWeight weight, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var target = Path.GetFullPath(Path.Combine(_options.Destination, weight.FileName));
        if (await CheckExistingAsync(weight, target, cancellationToken) is { } existing)
            return existing;

        using var part = PartialFile.Open(target);
        using var transfer = new WeightTransfer(_options, weight, part, progress);
        await RetryAsync(transfer, part, cancellationToken);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(part.Rewind(), cancellationToken));
        var bytes = part.Length;
        if (!sum.StartsWith(weight.Sha256, StringComparison.Ordinal))
        {
            part.Discard();
            throw new WeightDownloadException(
                $"{transfer.Url}: arrived damaged (SHA-256 {sum[..weight.Sha256.Length]}, expected {weight.Sha256}) and was deleted; try again or use another mirror.");
        }
        part.Complete();
        return new PulledWeights(target, bytes, transfer.Received, sum);
    }

    private static async Task<PulledWeights?> CheckExistingAsync(OfficialWeight weight, string target, CancellationToken cancellationToken)
    {
        if (!File.Exists(target))
            return null;
        await using var stream = File.OpenRead(target);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        return sum.StartsWith(weight.Sha256, StringComparison.Ordinal) ? new PulledWeights(target, stream.Length, 0, sum) : null;
    }

    private async Task RetryAsync(WeightTransfer transfer, PartialFile part, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            var before = transfer.Received;
            try
            {
                await transfer.RunAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (IsTransient(e) && !cancellationToken.IsCancellationRequested)
            {
                failures = transfer.Received - before >= WorthAnAttempt ? 1 : failures + 1;
                if (failures >= _options.Attempts)
                    throw new WeightDownloadException(
                        $"{transfer.Url}: could not be downloaded in {failures} attempts ({Reason(e)}); check the network and run this again"
                        + (part.Length > 0 ? ", it continues where it stopped." : "."),
                        e);
            }
            catch (HttpRequestException e) when (e.StatusCode is not null && !IsTransient(e))
            {
                throw new WeightDownloadException(
                    $"{transfer.Url}: the server answers {(int)e.StatusCode!} ({e.StatusCode}); check the name, or the mirror if one is set in ATELIER_WEIGHTS_URL.", e);
            }
            await Task.Delay(_options.RetryDelay * Math.Pow(2, failures - 1), cancellationToken);
        }
    }

    private static bool IsTransient(Exception e) => e switch
    {
        HttpRequestException { StatusCode: { } status } => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    private static string Reason(Exception e) => e.Message.Split('\n')[0].TrimEnd('.');
}
