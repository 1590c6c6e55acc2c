using Microsoft.AspNetCore.Http;

namespace Atelier.Studio;

/// <summary>Refuses requests to the API without the key, if there is one. The page itself contains nothing secret.</summary>
internal sealed class ApiKeyGate(ApiKey key)
{
    /// <summary>Refuses a request without the key, unless the endpoint is open to all (<see cref="OpenToAll"/>).</summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var isOpen = !context.Request.Path.StartsWithSegments("/api/v1") || context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null;
        if (isOpen || key.Opens(context.Request))
            return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, "This studio requires its API key, in the header X-Api-Key or through POST /api/v1/session.");
    }
}

/// <summary>Marks an endpoint that answers without the key.</summary>
internal sealed class OpenToAll;
