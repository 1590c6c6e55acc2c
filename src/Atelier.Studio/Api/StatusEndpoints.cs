using System.Reflection;
using Atelier.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Studio;

/// <summary>What the studio is and has.</summary>
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
        group.MapGet("/presets", GetPresets);
        group.MapGet("/networks", GetNetworks);
    }

    /// <summary>Whether the studio answers; needs no key.</summary>
    internal static Ok<Health> GetHealth() => TypedResults.Ok(new Health("ok"));

    /// <summary>Version, device, what goes on and what may be asked.</summary>
    internal static async Task<Ok<Status>> GetStatusAsync(JobHost host, CancellationToken stop)
    {
        var options = host.Options;
        var queue = await host.Jobs.StatusAsync(stop);
        return TypedResults.Ok(new Status(
            Version, options.Device, queue.Workers, queue.Running, queue.Queued,
            new StatusLimits(options.MaxPixels, options.MaxUploadBytes, options.MaxQueued)));
    }

    /// <summary>Options under a name, to begin with.</summary>
    internal static Ok<PresetList> GetPresets() => TypedResults.Ok(new PresetList(Presets.All));

    /// <summary>The networks that a job can see with.</summary>
    internal static Ok<NetworkList> GetNetworks(JobHost host) => TypedResults.Ok(new NetworkList(host.Networks.List()));
}
