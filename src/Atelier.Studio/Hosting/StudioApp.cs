using System.Net.Sockets;
using Atelier.Jobs;
using Microsoft.AspNetCore.Builder;

namespace Atelier.Studio;

/// <summary>The studio: a web server with the page and the API, and the workers that run the jobs.</summary>
public sealed class StudioApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly JobHost _host;

    private StudioApp(WebApplication app, JobHost host) => (_app, _host) = (app, host);

    /// <summary>The addresses it listens on, with their actual ports.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Urls];

    /// <summary>Starts the server and the workers.</summary>
    /// <exception cref="Core.AtelierException">An address is invalid, taken or unsafe.</exception>
    public static async Task<StudioApp> StartAsync(StudioOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var listening = new Listening(options);
        var host = await JobHost.OpenAsync(options.JobHost, stop);
        var app = Composition.Build(options, host, listening);
        try
        {
            await ListenAsync(app, options, stop);
            host.StartWorkers();
            return new(app, host);
        }
        catch
        {
            await app.DisposeAsync();
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Accepts no more requests, finishes the running ones and the current step of each job, and keeps the jobs to be resumed.</summary>
    public Task StopAsync() => Task.WhenAll(_host.StopWorkersAsync(), _app.StopAsync(CancellationToken.None));

    /// <summary>Stops, and releases everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
        await _host.DisposeAsync();
    }

    private static async Task ListenAsync(WebApplication app, StudioOptions options, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new StudioException($"{string.Join(", ", options.Urls)}: the studio cannot listen there ({e.Message.TrimEnd('.')}); choose another with --urls.", e);
        }
    }
}
