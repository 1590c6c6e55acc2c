using Atelier.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Atelier.Studio;

/// <summary>Puts the parts of the studio together.</summary>
internal static class Composition
{
    private const int LargestJson = 64 << 10;

    /// <summary>Builds the web server, without starting it.</summary>
    /// <param name="options">Whom it lets in, and how far.</param>
    /// <param name="host">What it serves.</param>
    /// <param name="listening">Where it listens.</param>
    public static WebApplication Build(StudioOptions options, JobHost host, Listening listening)
    {
        // No configuration file or environment variable may open what the options leave closed.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        listening.Configure(builder.WebHost);
        AddServices(builder, options, host);
        var app = builder.Build();
        UseMiddleware(app, listening.IsLocalOnly);
        MapEndpoints(app, options);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, StudioOptions options, JobHost host)
    {
        // The framework's logs are for its developers; problems are reported by exceptions and answers.
        builder.Logging.SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft", LogLevel.None)
            .AddSimpleConsole(console => console.SingleLine = true)
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
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
        services.AddSingleton(host);
        services.AddSingleton(options.Limits);
        if (options.ApiKey is { } key)
            services.AddSingleton(new ApiKey(key));
        services.AddSingleton<EventEndpoints>();
        services.AddSingleton<ExceptionProblems>();
    }

    // From the outside in: what is cheap and refuses most comes first.
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
        api.MapInstant();
        app.Services.GetRequiredService<EventEndpoints>().Map(api);
    }
}
