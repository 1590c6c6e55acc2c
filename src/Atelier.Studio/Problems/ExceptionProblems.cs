using System.Text.Json;
using Atelier.Core;
using Atelier.Jobs;
using Atelier.Stylization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Atelier.Studio;

/// <summary>Turns the exceptions of endpoints into a <see cref="Problem"/>; unforeseen ones are only logged.</summary>
internal sealed class ExceptionProblems(ILogger<ExceptionProblems> log)
{
    /// <summary>Answers a request that ended with an exception.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var exception = context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error;
        if (Explain(exception) is var (status, sentence))
            return Problem.WriteAsync(context, status, sentence);
        log.LogError("{Method} {Path} failed: {Exception}", context.Request.Method, context.Request.Path, exception);
        return Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, StatusSentences.For(StatusCodes.Status500InternalServerError));
    }

    private static (int Status, string Sentence)? Explain(Exception exception) => exception switch
    {
        ProblemException problem => (problem.Status, problem.Message),
        JobException job => (StatusOf(job.Problem), job.Message),
        BadHttpRequestException { InnerException: JsonException json } => (StatusCodes.Status400BadRequest, Explain(json)),
        BadHttpRequestException bad => (bad.StatusCode, Explain(bad)),
        StylizationException settings => (StatusCodes.Status400BadRequest, settings.Message),
        ArgumentException argument => (StatusCodes.Status400BadRequest, ExceptionSentence.Of(argument)),
        _ => null,
    };

    private static int StatusOf(JobProblem problem) => problem switch
    {
        JobProblem.Invalid => StatusCodes.Status400BadRequest,
        JobProblem.Forbidden => StatusCodes.Status403Forbidden,
        JobProblem.NotFound => StatusCodes.Status404NotFound,
        JobProblem.Conflict => StatusCodes.Status409Conflict,
        JobProblem.TooLarge => StatusCodes.Status413PayloadTooLarge,
        JobProblem.Full => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status500InternalServerError,
    };

    // Only the framework's messages say what exactly was wrong: `parameter "int limit"`, or `including: 'content'`.
    private static string Explain(BadHttpRequestException bad) => bad.Message.Split('"') switch
    {
        ["Failed to bind parameter ", var parameter, ..] => $"The value of '{parameter.Split(' ')[^1]}' is not valid.",
        [.., var end] when end.Contains("body", StringComparison.Ordinal) => "The request needs a JSON body.",
        _ => StatusSentences.For(bad.StatusCode),
    };

    private static string Explain(JsonException json) => (json.Path, json.Message.Split("including: ")) switch
    {
        (_, [_, var missing]) => $"The JSON lacks {missing.TrimEnd('.')}.",
        ({ Length: > 1 } path, _) => $"The value of {path[2..]} in the JSON is not valid.",
        _ => "The body is not valid JSON.",
    };
}
