using System.Net.Sockets;
using Atelier.Jobs;
using Microsoft.AspNetCore.Builder;

namespace Atelier.Studio;

/// <summary>The studio: a web server with the page, the API and the workers that paint.</summary>
public sealed class StudioApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly JobHost _workshop;

    private StudioApp(WebApplication app, JobHost host) => (_app, _workshop) = (app, host);

    /// <summary>Where it listens, with the ports that were taken.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Urls];

    /// <summary>Starts listening and painting.</summary>
    /// <exception cref="StudioException">An address is taken, is unsafe or is none.</exception>
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

    /// <summary>Takes no more requests, lets the running ones and the current step of each job end, and keeps the jobs to go on with.</summary>
    public Task StopAsync() => Task.WhenAll(_workshop.StopWorkersAsync(), _app.StopAsync(CancellationToken.None));

    /// <summary>Stops and frees.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
        await _workshop.DisposeAsync();
    }

    private static async Task ListenAsync(WebApplication app, StudioOptions options, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new StudioException($"{string.Join(", ", options.Urls)}: cannot be listened on ({e.Message.TrimEnd('.')}); choose another with --urls.", e);
        }
    }
}
