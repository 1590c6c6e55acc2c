using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Studio;

/// <summary>Lets a page in: images and event streams in a browser can show no header, but they show a cookie.</summary>
internal static class SessionEndpoints
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(30);

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
        // A studio without a key is open already.
        if (services.GetService<ApiKey>() is not { } key)
            return TypedResults.NoContent();
        if (!key.Is(session.Key))
            return Problem.Create(StatusCodes.Status401Unauthorized, "This is not the studio's API key.");
        context.Response.Cookies.Append(ApiKey.CookieName(context.Request), key.Session, Cookie(context, Age));
        return TypedResults.NoContent();
    }

    /// <summary>Takes the cookie back.</summary>
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
