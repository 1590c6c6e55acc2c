using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Studio;

/// <summary>Answers to requests that cannot be served: a status and one sentence (RFC 9457).</summary>
internal static class Problem
{
    // RFC 9457: the type of a problem that is fully described by its status.
    private const string NoPage = "about:blank";

    /// <summary>The answer, to return from an endpoint.</summary>
    /// <param name="status">Of HTTP, 400 to 599.</param>
    /// <param name="sentence">What is wrong and what to do.</param>
    public static ProblemHttpResult Create(int status, string sentence) => TypedResults.Problem(sentence, statusCode: status, type: NoPage);

    /// <summary>Writes the answer, from a middleware.</summary>
    public static Task WriteAsync(HttpContext context, int status, string sentence) => Create(status, sentence).ExecuteAsync(context);
}
