using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atelier.Studio;

/// <summary>The addresses to listen on, and the web server set up for strangers.</summary>
internal sealed class Listening
{
    private const int LargestHeaders = 16 << 10;
    private const int MostConnections = 1000;

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestHeaders = TimeSpan.FromSeconds(10);

    private readonly Uri[] _addresses;

    /// <param name="options">What to listen on, and whether there is a key.</param>
    /// <exception cref="StudioException">An address is none, or is open to the network without a key.</exception>
    public Listening(StudioOptions options)
    {
        _addresses = [.. options.Urls.Select(Parse)];
        if (!IsLocalOnly && options.ApiKey is null)
            throw new StudioException(
                $"{Text(_addresses.First(address => !LocalNames.IsLocal(address.Host)))}: others on the network could reach the studio there; set an API key with --api-key, or listen on 127.0.0.1.");
    }

    /// <summary>Whether all addresses are this machine's own, seen from itself.</summary>
    public bool IsLocalOnly => _addresses.All(address => LocalNames.IsLocal(address.Host));

    /// <summary>Lets Kestrel listen, within limits, without telling what it is.</summary>
    public void Configure(IWebHostBuilder host)
    {
        host.UseKestrelCore();
        // As they were understood when they were checked, not as they were written.
        host.UseUrls([.. _addresses.Select(Text)]);
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
            kestrel.Limits.RequestHeadersTimeout = LongestHeaders;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
        });
        host.ConfigureServices(services => services.Configure<HostOptions>(options => options.ShutdownTimeout = LongestStop));
    }

    // Kestrel takes a free port only of a numbered address.
    private static string Text(Uri address) =>
        address is { Host: "localhost", Port: 0 } ? "http://127.0.0.1:0" : address.GetLeftPart(UriPartial.Authority);

    private static Uri Parse(string url)
    {
        // Kestrel's own notation for "every address of this machine" is no host name.
        var text = url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http", AbsolutePath: "/", Query: "", UserInfo: "" }
            ? uri
            : throw new StudioException($"{url}: is no address to listen on; give one as http://127.0.0.1:5114 (for HTTPS, put a reverse proxy in front).");
    }
}
