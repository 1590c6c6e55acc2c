using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Studio;

/// <summary>Sessions for the page: a browser sends no header of ours with images and event streams, but it sends a cookie.</summary>
internal static class SessionEndpoints
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    /// <summary>Maps them.</summary>
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/session").WithTags("Session").WithMetadata(new OpenToAll());
        group.MapPost("", Begin).ProducesProblem(StatusCodes.Status401Unauthorized);
        group.MapDelete("", End);
    }

    /// <summary>Exchanges the API key for a cookie.</summary>
    internal static Results<NoContent, ProblemHttpResult> Begin(NewSession session, HttpContext context, IServiceProvider services)
    {
        // A studio without a key is open anyway.
        if (services.GetService<ApiKey>() is not { } key)
            return TypedResults.NoContent();
        if (!key.Is(session.Key))
            return Problem.Create(StatusCodes.Status401Unauthorized, "This is not the studio's API key.");
        context.Response.Cookies.Append(ApiKey.CookieName(context.Request), key.Session, Cookie(context, MaxAge));
        return TypedResults.NoContent();
    }

    /// <summary>Deletes the cookie.</summary>
    internal static NoContent End(HttpContext context)
    {
        context.Response.Cookies.Append(ApiKey.CookieName(context.Request), "", Cookie(context, TimeSpan.Zero));
        return TypedResults.NoContent();
    }

    private static CookieOptions Cookie(HttpContext context, TimeSpan age) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        MaxAge = age,
        Path = "/api/v1",
        IsEssential = true,
    };
}

/// <summary>A request for a session.</summary>
/// <param name="Key">The API key.</param>
internal sealed record NewSession(string Key);
