using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Atelier.Core;

/// <summary>Fetches what a partial file lacks, one attempt after another.</summary>
internal sealed class FileTransfer : IDisposable
{
    // An attempt that brings this much is progress: the count of attempts starts over.
    private const long WorthAnAttempt = 1 << 20;
    private const long SpaceToSpare = 16 << 20;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    private readonly DownloadPatience _options;
    private readonly RemoteFile _file;
    private readonly PartialFile _part;
    private readonly IProgress<DownloadProgress>? _progress;
    private readonly HttpClient _client;

    public FileTransfer(DownloadPatience options, RemoteFile file, PartialFile part, IProgress<DownloadProgress>? progress)
    {
        (_options, _file, _part, _progress) = (options, file, part, progress);
        // A mirror on this machine is never behind a proxy.
        var handler = new SocketsHttpHandler { UseProxy = !_file.Url.IsLoopback };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("atelier");
    }

    /// <summary>Bytes that were downloaded.</summary>
    public long Received { get; private set; }

    /// <summary>Completes the partial file, in as many attempts as are allowed.</summary>
    /// <exception cref="DownloadException">They were not enough, or more would not help: no such file, a different one, no space.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            var before = Received;
            try
            {
                await AttemptAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (IsTransient(e) && !cancellationToken.IsCancellationRequested)
            {
                failures = Received - before >= WorthAnAttempt ? 1 : failures + 1;
                if (failures >= _options.Attempts)
                    throw new DownloadException(
                        $"{_file.Url}: could not be downloaded in {failures} attempts ({Reason(e)}); check the network and run this again"
                        + (_part.Length > 0 ? "; it will continue where it stopped." : "."),
                        e);
            }
            catch (HttpRequestException e) when (e.StatusCode is not null && !IsTransient(e))
            {
                throw new DownloadException($"{_file.Url}: the server answers {(int)e.StatusCode!} ({e.StatusCode}); {_file.IfMissing}.", e);
            }
            await Task.Delay(_options.RetryDelay * Math.Pow(2, failures - 1), cancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool IsTransient(Exception e) => e switch
    {
        HttpRequestException { StatusCode: { } status } => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    private static string Reason(Exception e) => e.Message.Split('\n')[0].TrimEnd('.');

    // One attempt: returns when the partial file is as long as the server says the file is.
    private async Task AttemptAsync(CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            silence.CancelAfter(_options.StallTimeout);
            using var response = await _client.SendAsync(Request(), HttpCompletionOption.ResponseHeadersRead, silence.Token);
            if (response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable && _part.Length > 0)
            {
                if (_part.ReadNote()?.Total == _part.Length)
                    return; // An earlier run was stopped between the last byte and the check.
                _part.Restart();
                throw new IOException("the server refused to continue");
            }
            response.EnsureSuccessStatusCode();
            var total = Accept(response);
            await CopyAsync(response, total, silence);
            if (total is { } whole && _part.Length != whole)
                throw new IOException($"the server sent {_part.Length} of {whole} bytes");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no byte arrived for {_options.StallTimeout.TotalSeconds:0.#} s", e);
        }
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _file.Url);
        if (_part.Length == 0)
            return request;
        if (_part.ReadNote() is not { } note || note.Url != _file.Url.AbsoluteUri || note is { ETag: null, Total: null })
        {
            _part.Restart(); // Nothing says which file these bytes belong to.
            return request;
        }
        request.Headers.Range = new RangeHeaderValue(_part.Length, null);
        if (note.ETag is { } tag)
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue(tag));
        return request;
    }

    // Decides whether the body continues the partial file or replaces it, and whether it can be the right file.
    private long? Accept(HttpResponseMessage response)
    {
        var range = response.Content.Headers.ContentRange;
        var total = response.StatusCode is HttpStatusCode.PartialContent ? range?.Length : response.Content.Headers.ContentLength;
        if (response.StatusCode is not HttpStatusCode.PartialContent)
            _part.Restart();
        else if (range?.From != _part.Length || (_part.ReadNote()?.Total is { } noted && total is { } told && noted != told))
        {
            _part.Restart();
            throw new IOException("the file changed on the server");
        }
        if (total is { } offered && _file.Bytes is { } expected && offered != expected)
            throw new DownloadException($"{_file.Url}: the server offers {offered} bytes instead of {expected}; it has a different file under this name.");
        total ??= _file.Bytes;
        var free = _options.FreeSpace(Path.GetFullPath(_file.Folder));
        var needed = _file.Copies * total - _part.Length + SpaceToSpare;
        if (needed > free)
            throw new DownloadException($"{_file.Folder}: has {free >> 20} MiB free, but {_file.FileName} needs {needed >> 20} MiB; {_file.IfFull}.");
        var tag = response.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null;
        _part.WriteNote(_file.Url.AbsoluteUri, tag, total);
        return total;
    }

    private async Task CopyAsync(HttpResponseMessage response, long? total, CancellationTokenSource silence)
    {
        await using var body = await response.Content.ReadAsStreamAsync(silence.Token);
        var buffer = new byte[1 << 16];
        var (start, before, reported) = (Stopwatch.GetTimestamp(), Received, TimeSpan.Zero);
        for (var isOver = false; !isOver;)
        {
            silence.CancelAfter(_options.StallTimeout);
            var count = await body.ReadAsync(buffer, silence.Token);
            _part.Append(buffer.AsSpan(0, count));
            Received += count;
            isOver = count == 0;
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (!isOver && elapsed - reported < ReportEvery)
                continue;
            reported = elapsed;
            _progress?.Report(new DownloadProgress(_part.Length, total, (Received - before) / Math.Max(elapsed.TotalSeconds, 1e-3)));
        }
    }
}
