using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Atelier.Core.Weights;

/// <summary>Fetches what a partial file lacks, one attempt after another.</summary>
internal sealed class WeightTransfer : IDisposable
{
    private const long SpaceToSpare = 16 << 20;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    private readonly WeightDownloadOptions _options;
    private readonly OfficialWeight _weight;
    private readonly PartialFile _part;
    private readonly IProgress<DownloadProgress>? _progress;
    private readonly HttpClient _client;

    public WeightTransfer(WeightDownloadOptions options, OfficialWeight weight, PartialFile part, IProgress<DownloadProgress>? progress)
    {
        (_options, _weight, _part, _progress) = (options, weight, part, progress);
        Url = new Uri(options.Server, Uri.EscapeDataString(weight.FileName));
        // A mirror on this machine is never behind a proxy.
        var handler = new SocketsHttpHandler { UseProxy = !Url.IsLoopback };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("atelier");
    }

    public Uri Url { get; }

    /// <summary>Bytes that came over the network.</summary>
    public long Received { get; private set; }

    /// <summary>One attempt: returns when the part is as long as the server says that the file is.</summary>
    /// <exception cref="HttpRequestException">No connection, or a status that is an error.</exception>
    /// <exception cref="IOException">The line was cut.</exception>
    /// <exception cref="TimeoutException">The server fell silent.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
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

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Url);
        if (_part.Length == 0)
            return request;
        if (_part.ReadNote() is not { } note || note.Url != Url.AbsoluteUri || note is { ETag: null, Total: null })
        {
            _part.Restart(); // Nothing says what these bytes are a part of.
            return request;
        }
        request.Headers.Range = new RangeHeaderValue(_part.Length, null);
        if (note.ETag is { } tag)
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue(tag));
        return request;
    }

    // Decides whether the body continues the part or replaces it, and whether it can be the right file.
    private long? Accept(HttpResponseMessage response)
    {
        var range = response.Content.Headers.ContentRange;
        var total = response.StatusCode is HttpStatusCode.PartialContent ? range?.Length : response.Content.Headers.ContentLength;
        if (response.StatusCode is not HttpStatusCode.PartialContent)
            _part.Restart();
        else if (range?.From != _part.Length || (_part.ReadNote()?.Total is { } noted && total is { } told && noted != told))
        {
            _part.Restart();
            throw new IOException("the file changed at the server");
        }
        if (total is { } offered && _weight.Bytes is { } expected && offered != expected)
            throw new WeightDownloadException($"{Url}: the server offers {offered} bytes, expected {expected}; it has another file under this name.");
        total ??= _weight.Bytes;
        var free = _options.FreeSpace(Path.GetFullPath(_options.Destination));
        if (total - _part.Length + SpaceToSpare > free)
            throw new WeightDownloadException(
                $"{_options.Destination}: has {free >> 20} MiB free, {(total - _part.Length + SpaceToSpare) >> 20} MiB are needed for {_weight.FileName}; free some, or set ATELIER_CACHE to a folder elsewhere.");
        var tag = response.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null;
        _part.WriteNote(Url.AbsoluteUri, tag, total);
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
