using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Atelier.Studio;

/// <summary>Limits the requests from one address.</summary>
internal static class RateLimits
{
    private const int PeriodsPerMinute = 60;

    /// <summary>Sets the limits: one for all requests, and another for those that write.</summary>
    public static void Configure(RateLimiterOptions options, StudioLimits limits)
    {
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => PerMinute(Address(context), limits.RequestsPerMinute)),
            PartitionedRateLimiter.Create<HttpContext, string>(context => HttpMethods.IsPost(context.Request.Method)
                ? PerMinute(Address(context), limits.WritesPerMinute)
                : RateLimitPartition.GetNoLimiter("")));
        options.OnRejected = static (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "1";
            return new(Problem.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, StatusSentences.For(StatusCodes.Status429TooManyRequests)));
        };
    }

    private static RateLimitPartition<string> PerMinute(string address, int requests) =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = requests,
            TokensPerPeriod = Math.Max(1, requests / PeriodsPerMinute),
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / PeriodsPerMinute,
            QueueLimit = 0,
        });

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
