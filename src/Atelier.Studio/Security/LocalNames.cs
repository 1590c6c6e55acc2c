using System.Net;
using Microsoft.AspNetCore.Http;

namespace Atelier.Studio;

/// <summary>
/// A studio on loopback answers under the names of loopback only. Otherwise a page elsewhere could let its own name point to
/// 127.0.0.1 after it was loaded (DNS rebinding) and read the studio as its own.
/// </summary>
internal static class LocalNames
{
    /// <summary>Refuses a request that calls the studio by another name.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        IsLocal(context.Request.Host.Host)
            ? next(context)
            : Problem.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "This studio answers to localhost and 127.0.0.1 only.");

    /// <summary>Whether a name or address is this machine's own, seen from itself.</summary>
    public static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
