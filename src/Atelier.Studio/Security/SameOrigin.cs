using Microsoft.AspNetCore.Http;

namespace Atelier.Studio;

/// <summary>
/// Keeps pages of other sites from using the API through a visitor's browser (CSRF). Browsers say where a request comes from;
/// requests of programs, which do not, are allowed.
/// </summary>
internal static class SameOrigin
{
    /// <summary>Refuses requests to the API that a browser sends for a page of another origin.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Path.StartsWithSegments("/api/v1") && IsForeign(context.Request)
            ? Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "Pages of other sites may not use this studio.")
            : next(context);

    private static bool IsForeign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" || (request.Headers.Origin is [{ } origin] && !IsOwn(origin, request.Host));

    // The scheme is left out: behind a proxy that speaks HTTPS, ours is HTTP.
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);
}
