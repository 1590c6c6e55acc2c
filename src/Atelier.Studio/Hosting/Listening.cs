using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atelier.Studio;

/// <summary>The addresses to listen on, and the limits of the web server.</summary>
internal sealed class Listening
{
    private const int LargestHeaders = 16 << 10;
    private const int MostConnections = 1000;

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestHeaders = TimeSpan.FromSeconds(10);

    private readonly Uri[] _addresses;

    /// <param name="options">The addresses, and whether there is a key.</param>
    /// <exception cref="Core.AtelierException">An address is invalid, or is open to the network without a key.</exception>
    public Listening(StudioOptions options)
    {
        _addresses = [.. options.Urls.Select(Parse)];
        if (!IsLocalOnly && options.ApiKey is null)
            throw new StudioException(
                $"{Text(_addresses.First(address => !LocalNames.IsLocal(address.Host)))}: others on the network could reach the studio there; set an API key with --api-key, or listen on 127.0.0.1.");
    }

    /// <summary>Whether all addresses are loopback.</summary>
    public bool IsLocalOnly => _addresses.All(address => LocalNames.IsLocal(address.Host));

    /// <summary>Configures Kestrel: its addresses, its limits, and no server header.</summary>
    public void Configure(IWebHostBuilder host)
    {
        host.UseKestrelCore();
        // The addresses as they were parsed and checked, not as they were written.
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

    // Kestrel picks a free port only for a numeric address.
    private static string Text(Uri address) =>
        address is { Host: "localhost", Port: 0 } ? "http://127.0.0.1:0" : address.GetLeftPart(UriPartial.Authority);

    private static Uri Parse(string url)
    {
        // Kestrel's notation for "every address of this machine" is not a valid host name.
        var text = url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http", AbsolutePath: "/", Query: "", UserInfo: "" }
            ? uri
            : throw new StudioException($"{url}: is not an address to listen on; write it as http://127.0.0.1:5114 (for HTTPS, put a reverse proxy in front).");
    }
}
