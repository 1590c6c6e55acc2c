using System.Net;
using System.Text.Json.Nodes;

namespace Atelier.Studio.Tests;

/// <summary>What answers must be.</summary>
internal static class Answers
{
    /// <summary>The answer must have the status, and is given as JSON; null where it has no body.</summary>
    public static async Task<JsonNode> ShouldBeAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}, expected {(int)status}: {body}");
        return body.Length == 0 ? new JsonObject() : JsonNode.Parse(body)!;
    }

    /// <summary>The answer must be a problem (RFC 9457) with one sentence, and tell nothing of the program's insides.</summary>
    public static async Task<string> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var problem = (await response.ShouldBeAsync(status)).AsObject();
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["detail", "status", "title", "type"], problem.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
        var detail = problem["detail"]!.GetValue<string>();
        Assert.Matches(@"^\S[^\n]{8,400}\.$", detail);
        Assert.DoesNotContain("Exception", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), detail, StringComparison.Ordinal);
        return detail;
    }
}
