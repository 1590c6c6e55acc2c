using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Atelier.Imaging;
using Atelier.Studio;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Fuzz;

/// <summary>Bodies of requests to a studio in this process. The first byte chooses the operation.</summary>
internal sealed class StudioTarget() : FuzzTarget("http")
{
    private static readonly string[] Operations = ["jobs", "upload", "image", "retry", "session", "list", "picture"];
    private StudioApp? _app;
    private HttpClient? _client;
    private byte[] _picture = [];
    private string _image = "";

    public override IReadOnlyList<string> Words =>
    [
        "\"content\":", "\"styles\":", "\"image\":", "\"options\":", "\"size\":64", "\"evaluations\":", "\"preset\":\"bold\"", "\"kind\":\"reconstruct\"", "null", "[]", "{}", "\"weight\":-1", "1e400",
        "--x\r\n", "--x--\r\n", "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n", "Content-Type: image/png\r\n\r\n", "\r\n", "limit=", "before=", "state=", "%00", "%ff", "../",
    ];

    public override IEnumerable<byte[]> Seeds(string folder)
    {
        Start(folder);
        yield return [0, .. Encoding.UTF8.GetBytes($$"""{"content":"{{_image}}","styles":[{"image":"{{_image}}","weight":1}],"options":{"size":32,"evaluations":1} }""")];
        yield return [0, .. Encoding.UTF8.GetBytes($$"""{"kind":"reconstruct","preset":"bold","content":"{{_image}}","styles":[],"options":{"size":32} }""")];
        yield return [1, .. Encoding.UTF8.GetBytes("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"), .. _picture, .. "\r\n--x--\r\n"u8];
        yield return [2, .. _picture];
        yield return [3, .. """{"options":{"size":32}}"""u8];
        yield return [4, .. """{"key":"secret"}"""u8];
        yield return [5, .. "state=queued&limit=10&before=x"u8];
        yield return [6, .. Encoding.UTF8.GetBytes(_image)];
    }

    public override string Read(byte[] input, string folder)
    {
        Start(folder);
        if (input is [])
            return "nothing";
        var operation = Operations[input[0] % Operations.Length];
        using var request = Request(operation, input[1..]);
        using var response = _client!.Send(request);
        var (status, body) = (response.StatusCode, new StreamReader(response.Content.ReadAsStream()).ReadToEnd());
        if ((int)status >= 500)
            throw new InvalidDataException($"{operation}: {(int)status} {body}");
        if (status is HttpStatusCode.Created && operation is "jobs" or "retry" && response.Headers.Location is { } job)
            _client.Send(new(HttpMethod.Delete, job)).Dispose();   // it was taken; painting is not what is tried here
        return $"{operation} {(int)status}{(status is HttpStatusCode.OK or HttpStatusCode.Created ? "" : " " + Problem(body))}";
    }

    protected override void Dispose(bool disposing)
    {
        _client?.Dispose();
        _app?.DisposeAsync().AsTask().Wait();
        base.Dispose(disposing);
    }

    private static HttpRequestMessage Request(string operation, byte[] body)
    {
        if (operation is "list" or "picture")
            return new(HttpMethod.Get, operation == "list" ? $"/api/v1/jobs?{Text(body)}" : $"/api/v1/images/{Text(body)}/file");
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = operation switch
        {
            "upload" => MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x"),
            "image" => new("image/png"),
            _ => new("application/json"),
        };
        return new(HttpMethod.Post, operation switch
        {
            "upload" or "image" => "/api/v1/images",
            "retry" => "/api/v1/jobs/none/retry",
            _ => $"/api/v1/{operation}",
        })
        {
            Content = content,
        };
    }

    // What a client can send as part of an address.
    private static string Text(byte[] bytes) => string.Concat(Encoding.Latin1.GetString(bytes).Select(c => c is > ' ' and <= '~' and not ('#' or '\\') ? $"{c}" : $"%{(int)c:x2}"));

    private static string Problem(string body) => body.StartsWith('{') ? $"{System.Text.Json.Nodes.JsonNode.Parse(body)!["title"]}" : "";

    private void Start(string folder)
    {
        if (_app is not null)
            return;
        using (var image = full([1, 3, 16, 16], Number(0.5)))
            ImageFile.Write(Path.Combine(folder, "seed.png"), image);
        _picture = File.ReadAllBytes(Path.Combine(folder, "seed.png"));
        _app = StudioApp.StartAsync(new()
        {
            Urls = ["http://127.0.0.1:0"],
            JobHost = new() { DataFolder = Path.Combine(folder, "studio"), MaxPixels = 1 << 20, MaxQueued = 1_000_000, UploadQuotaBytes = 8L << 30 },
            Limits = new() { RequestsPerMinute = int.MaxValue, WritesPerMinute = int.MaxValue },
        }).GetAwaiter().GetResult();
        _client = new() { BaseAddress = new(_app.Urls[0]) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/images") { Content = new ByteArrayContent(_picture) };
        using var file = new MultipartFormDataContent { { request.Content, "file", "seed.png" } };
        file.First().Headers.ContentType = new("image/png");
        request.Content = file;
        using var response = _client.Send(request);
        _image = System.Text.Json.Nodes.JsonNode.Parse(new StreamReader(response.EnsureSuccessStatusCode().Content.ReadAsStream()).ReadToEnd())!["id"]!.GetValue<string>();
    }
}
