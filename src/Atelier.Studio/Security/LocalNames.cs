using System.Net;
using Microsoft.AspNetCore.Http;

namespace Atelier.Studio;

/// <summary>
/// A studio on loopback answers only to the names of loopback. Otherwise a page could point its own name to 127.0.0.1 after it
/// was loaded (DNS rebinding), and read the studio as if it were its own.
/// </summary>
internal static class LocalNames
{
    /// <summary>Refuses a request for another host name.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        IsLocal(context.Request.Host.Host)
            ? next(context)
            : Problem.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "This studio answers only to localhost and 127.0.0.1.");

    /// <summary>Whether a name or address is loopback.</summary>
    public static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
