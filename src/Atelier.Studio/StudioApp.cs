using Atelier.Studio.Limits;
using Atelier.Studio.Pages;
using Atelier.Studio.Problems;
using Atelier.Studio.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Studio;

/// <summary>The studio: a web server with the page, the API and the workers that paint.</summary>
public sealed class StudioApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StudioApp(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the ports that were taken.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Urls];

    /// <summary>Starts listening and painting.</summary>
    /// <exception cref="StudioException">An address is taken, is unsafe or is none.</exception>
    public static async Task<StudioApp> StartAsync(StudioOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var isLocalOnly = Listening.IsLocalOnly(options);
        // Neither files nor variables of the environment may open what the options leave closed.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        Listening.Configure(builder.WebHost, options);
        AddServices(builder, options);
        var app = builder.Build();
        try
        {
            UseMiddleware(app, options, isLocalOnly);
            MapEndpoints(app);
            await app.StartAsync(stop);
            return new(app);
        }
        catch (IOException e)
        {
            await app.DisposeAsync();
            throw new StudioException($"{string.Join(", ", options.Urls)}: cannot be listened on ({e.Message.TrimEnd('.')}); choose another with --urls.", e);
        }
    }

    /// <summary>Takes no more requests, lets the running ones and the current step of each job end, and keeps the jobs to go on with.</summary>
    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    /// <summary>Stops and frees.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void AddServices(WebApplicationBuilder builder, StudioOptions options)
    {
        // The framework's own words are for its developers; what is wrong is said in exceptions and answers.
        builder.Logging.SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft", LogLevel.None)
            .AddSimpleConsole(console => console.SingleLine = true)
            .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var services = builder.Services;
        services.AddRouting();
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddRateLimiter(limiter => RateLimits.Configure(limiter, options.Limits));
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = options.Limits.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        });
        services.AddSingleton<ExceptionProblems>();
    }

    // From the outside to the inside: what is cheap and refuses most comes first.
    private static void UseMiddleware(WebApplication app, StudioOptions options, bool isLocalOnly)
    {
        app.Use(SecurityHeaders.AddAsync);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = app.Services.GetRequiredService<ExceptionProblems>().HandleAsync,
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePages(pages => Problem.WriteAsync(
            pages.HttpContext, pages.HttpContext.Response.StatusCode, StatusSentences.For(pages.HttpContext.Response.StatusCode)));
        if (isLocalOnly)
            app.Use(LocalNames.CheckAsync);
        app.Use(SameOrigin.CheckAsync);
        app.UseRouting();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        if (options.ApiKey is { } key)
            app.Use(new ApiKeyGate(new ApiKey(key)).CheckAsync);
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapEmbeddedSite();
    }
}
