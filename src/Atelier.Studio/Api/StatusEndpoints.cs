using System.Reflection;
using Atelier.Jobs;
using Atelier.Stylization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Studio;

/// <summary>The studio itself: its status, presets and networks.</summary>
internal static class StatusEndpoints
{
    private static readonly string Version = typeof(StatusEndpoints).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Maps them.</summary>
    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Studio");
        group.MapGet("/health", GetHealth).WithMetadata(new OpenToAll());
        group.MapGet("/status", GetStatusAsync);
        group.MapGet("/schema", GetSchema);
        group.MapGet("/presets", GetPresets);
        group.MapGet("/networks", GetNetworks);
    }

    /// <summary>Whether the studio is up; needs no key.</summary>
    internal static Ok<Health> GetHealth() => TypedResults.Ok(new Health("ok"));

    /// <summary>The version, the device, the state of the queue, and the limits.</summary>
    internal static async Task<Ok<StudioStatus>> GetStatusAsync(JobHost host, CancellationToken stop)
    {
        var options = host.Options;
        var queue = await host.Jobs.StatusAsync(stop);
        return TypedResults.Ok(new StudioStatus(
            Version, options.Device, queue.Workers, queue.Running, queue.Queued,
            new StatusLimits(options.MaxPixels, options.MaxUploadBytes, options.MaxQueued)));
    }

    /// <summary>The settings of a job, each with its label, description, range, choices and default, and the presets.</summary>
    internal static Ok<SettingsSchema> GetSchema() => TypedResults.Ok(new SettingsSchema([.. JobRequest.Schema.Settings], JobRequest.Schema.Presets));

    /// <summary>Named settings to start from.</summary>
    internal static Ok<PresetList> GetPresets() => TypedResults.Ok(new PresetList(JobRequest.Schema.Presets));

    /// <summary>The networks that a job can use.</summary>
    internal static Ok<NetworkList> GetNetworks(JobHost host) => TypedResults.Ok(new NetworkList(host.Networks.List()));
}

/// <summary>The state of the studio.</summary>
/// <param name="Version">Of Atelier.</param>
/// <param name="Device">What it computes on: cpu or cuda.</param>
/// <param name="Workers">Jobs that can run at once.</param>
/// <param name="Running">Jobs that are running.</param>
/// <param name="Queued">Jobs that are waiting.</param>
/// <param name="Limits">What it accepts.</param>
internal sealed record StudioStatus(string Version, string Device, int Workers, int Running, int Queued, StatusLimits Limits);

/// <summary>What the studio accepts.</summary>
/// <param name="MaxPixels">Width x height of an uploaded image.</param>
/// <param name="MaxUploadBytes">Size of one upload.</param>
/// <param name="MaxQueued">Jobs that may wait.</param>
internal sealed record StatusLimits(long MaxPixels, long MaxUploadBytes, int MaxQueued);

/// <summary>A sign of life.</summary>
/// <param name="Status">Always <c>ok</c>.</param>
internal sealed record Health(string Status);

/// <summary>What a job's options may be.</summary>
/// <param name="Settings">In the order of a menu.</param>
/// <param name="Presets">In the order of a menu; the one called <c>default</c> changes nothing.</param>
internal sealed record SettingsSchema(IReadOnlyList<Setting> Settings, IReadOnlyList<Preset> Presets);

/// <summary>All presets.</summary>
/// <param name="Items">In the order of a menu.</param>
internal sealed record PresetList(IReadOnlyList<Preset> Items);

/// <summary>All networks.</summary>
/// <param name="Items">The embedded one first.</param>
internal sealed record NetworkList(IReadOnlyList<NetworkChoice> Items);
