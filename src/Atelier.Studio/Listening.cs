using Atelier.Studio.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atelier.Studio;

/// <summary>Checks the addresses to listen on, and sets the web server up for strangers.</summary>
internal static class Listening
{
    private const int LargestHeaders = 16 << 10;
    private const int MostConnections = 1000;

    // What a form wraps around a file.
    private const int FormOverhead = 64 << 10;

    private static readonly TimeSpan s_longestStop = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longestHeaders = TimeSpan.FromSeconds(10);

    /// <summary>Lets Kestrel listen, within limits, without telling what it is.</summary>
    public static void Configure(IWebHostBuilder host, StudioOptions options)
    {
        host.UseKestrelCore();
        host.UseUrls([.. options.Urls]);
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Workshop.MaxUploadBytes + FormOverhead;
            kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
            kestrel.Limits.RequestHeadersTimeout = s_longestHeaders;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
        });
        host.ConfigureServices(services => services.Configure<HostOptions>(o => o.ShutdownTimeout = s_longestStop));
    }

    /// <summary>Whether all addresses are this machine's own, seen from itself.</summary>
    /// <exception cref="StudioException">One is no address, or is open to the network without a key.</exception>
    public static bool IsLocalOnly(StudioOptions options)
    {
        var addresses = options.Urls.Select(Parse).ToArray();
        var open = addresses.FirstOrDefault(address => !LocalNames.IsLocal(address.Host));
        if (open is not null && options.ApiKey is null)
            throw new StudioException($"{open.GetLeftPart(UriPartial.Authority)}: others on the network could reach the studio there; set an API key with --api-key, or listen on 127.0.0.1.");
        return open is null;
    }

    private static Uri Parse(string url)
    {
        // Kestrel's own notation for "every address of this machine" is no host name.
        var text = url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http", AbsolutePath: "/", Query: "", UserInfo: "" }
            ? uri
            : throw new StudioException($"{url}: is no address to listen on; give one as http://127.0.0.1:5114 (for HTTPS, put a reverse proxy in front).");
    }
}
