using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Atelier.Testing;

/// <summary>How a <see cref="WeightServer"/> answers one request.</summary>
public enum Answer
{
    /// <summary>As a good server does, ranges included.</summary>
    Well,

    /// <summary>Promises the whole, sends half of what is left, and hangs up.</summary>
    Cut,

    /// <summary>Sends half of what is left, then nothing, and keeps the line open.</summary>
    Stall,

    /// <summary>Sends the right number of bytes, one of them wrong.</summary>
    Corrupt,

    /// <summary>Sends the whole whatever range was asked for.</summary>
    WholeAlways,

    /// <summary>Has another file now: a new ETag and other bytes.</summary>
    Changed,

    /// <summary>Has no such file.</summary>
    NotFound,

    /// <summary>Is overloaded.</summary>
    Unavailable,
}

/// <summary>An HTTP server on loopback that serves one body, as well or badly as it is told; the last answer is repeated.</summary>
public sealed class WeightServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _body;
    private readonly Answer[] _answers;
    private readonly List<string> _ranges = [];

    /// <param name="body">What every path serves.</param>
    /// <param name="answers">One per request, in order.</param>
    public WeightServer(byte[] body, params Answer[] answers)
    {
        (_body, _answers) = (body, answers);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The server's address, with a slash at the end.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/models/");

    /// <summary>The Range header of each request so far; empty for none.</summary>
    public IReadOnlyList<string> Ranges => _ranges;

    /// <summary>Whether to give an ETag; true by default.</summary>
    public bool GivesETag { get; init; } = true;

    /// <summary>Stops; open connections are closed.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client hung up, or the test is over.
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        await using (var stream = client.GetStream())
        {
            var request = await ReadRequestAsync(stream);
            var answer = _answers[Math.Min(_ranges.Count, _answers.Length - 1)];
            _ranges.Add(Header(request, "Range"));
            await AnswerAsync(stream, answer, request);
            if (answer is Answer.Stall)
                await stream.CopyToAsync(Stream.Null, _stop.Token); // Until the client gives up.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, Answer answer, string request)
    {
        if (answer is Answer.NotFound or Answer.Unavailable)
        {
            await SendAsync(stream, answer is Answer.NotFound ? "404 Not Found" : "503 Service Unavailable", [], "");
            return;
        }
        var tag = answer is Answer.Changed ? "\"two\"" : "\"one\"";
        var body = answer is Answer.Changed ? [.. _body.Reverse()] : _body;
        var condition = Header(request, "If-Range");
        var start = Header(request, "Range") is ['b', ..] range && answer is not Answer.WholeAlways && (condition.Length == 0 || condition == tag)
            ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture)
            : 0;
        if (start >= body.Length)
        {
            await SendAsync(stream, "416 Range Not Satisfiable", [], "");
            return;
        }
        var rest = body[start..];
        if (answer is Answer.Corrupt)
            rest[^1] ^= 1;
        var headers = (GivesETag ? $"ETag: {tag}\r\n" : "") + (start > 0 ? $"Content-Range: bytes {start}-{body.Length - 1}/{body.Length}\r\n" : "");
        await SendAsync(stream, start > 0 ? "206 Partial Content" : "200 OK", rest, headers, answer is Answer.Cut or Answer.Stall ? rest.Length / 2 : rest.Length);
    }

    private static async Task SendAsync(NetworkStream stream, string status, byte[] body, string headers, int? sent = null)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n"));
        await stream.WriteAsync(body.AsMemory(0, sent ?? body.Length));
        await stream.FlushAsync();
    }

    private async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0)
                throw new IOException("The client hung up.");
            request.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        return request.ToString();
    }

    private static string Header(string request, string name) =>
        request.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..] ?? "";
}
