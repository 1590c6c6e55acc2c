using Atelier.Jobs;
using Atelier.Studio.Api;
using Atelier.Studio.Events;
using Atelier.Studio.Limits;
using Atelier.Studio.OpenApi;
using Atelier.Studio.Pages;
using Atelier.Studio.Problems;
using Atelier.Studio.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Studio;

/// <summary>The studio: a web server with the page, the API and the workers that paint.</summary>
public sealed class StudioApp : IAsyncDisposable
{
    private const int LargestJson = 64 << 10;

    private readonly WebApplication _app;
    private readonly Workshop _workshop;

    private StudioApp(WebApplication app, Workshop workshop) => (_app, _workshop) = (app, workshop);

    /// <summary>Where it listens, with the ports that were taken.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Urls];

    /// <summary>Starts listening and painting.</summary>
    /// <exception cref="StudioException">An address is taken, is unsafe or is none.</exception>
    public static async Task<StudioApp> StartAsync(StudioOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var listening = new Listening(options);
        var workshop = await Workshop.OpenAsync(options.Workshop, stop);
        var app = Build(options, workshop, listening);
        try
        {
            await app.StartAsync(stop);
            workshop.StartWorkers();
            return new(app, workshop);
        }
        catch (Exception e)
        {
            await app.DisposeAsync();
            await workshop.DisposeAsync();
            if (e is not IOException)
                throw;
            throw new StudioException($"{string.Join(", ", options.Urls)}: cannot be listened on ({e.Message.TrimEnd('.')}); choose another with --urls.", e);
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

    private static WebApplication Build(StudioOptions options, Workshop workshop, Listening listening)
    {
        // Neither files nor variables of the environment may open what the options leave closed.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        listening.Configure(builder.WebHost);
        AddServices(builder, options, workshop);
        var app = builder.Build();
        UseMiddleware(app, listening.IsLocalOnly);
        MapEndpoints(app, options);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, StudioOptions options, Workshop workshop)
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
        services.ConfigureHttpJsonOptions(json => JsonSettings.Apply(json.SerializerOptions));
        services.AddOpenApi("v1", ApiDocument.Configure);
        services.AddSingleton(workshop);
        services.AddSingleton(options.Limits);
        if (options.ApiKey is { } key)
            services.AddSingleton(new ApiKey(key));
        services.AddSingleton<EventEndpoints>();
        services.AddSingleton<ExceptionProblems>();
    }

    // From the outside to the inside: what is cheap and refuses most comes first.
    private static void UseMiddleware(WebApplication app, bool isLocalOnly)
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
        if (app.Services.GetService<ApiKey>() is { } key)
            app.Use(new ApiKeyGate(key).CheckAsync);
        app.UseSwaggerUI(ApiPage.Configure);
    }

    private static void MapEndpoints(WebApplication app, StudioOptions options)
    {
        app.MapEmbeddedSite();
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup("/api/v1").WithMetadata(new RequestSizeLimitAttribute(LargestJson));
        api.MapStatus();
        api.MapSession();
        api.MapImages(options);
        api.MapJobs();
        api.MapResults();
        app.Services.GetRequiredService<EventEndpoints>().Map(api);
    }
}
