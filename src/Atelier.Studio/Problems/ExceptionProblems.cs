using System.Text.Json;
using Atelier.Jobs;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Atelier.Studio.Problems;

/// <summary>Turns what endpoints throw into a <see cref="Problem"/>; what nobody foresaw goes to the log, and only there.</summary>
internal sealed class ExceptionProblems(ILogger<ExceptionProblems> log)
{
    /// <summary>Answers to the exception that ended the request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var exception = context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error;
        var (status, sentence) = Explain(exception);
        if (status >= StatusCodes.Status500InternalServerError)
            log.LogError("{Method} {Path} failed: {Exception}", context.Request.Method, context.Request.Path, exception);
        return Problem.WriteAsync(context, status, sentence);
    }

    private static (int Status, string Sentence) Explain(Exception exception) => exception switch
    {
        ProblemException problem => (problem.Status, problem.Message),
        JobException job => (StatusOf(job.Problem), job.Message),
        BadHttpRequestException { InnerException: JsonException json } => (StatusCodes.Status400BadRequest, Explain(json)),
        // The framework tells the parameter only in its message, as "int limit".
        BadHttpRequestException bad when bad.Message.Split('"') is ["Failed to bind parameter ", var parameter, ..] =>
            (StatusCodes.Status400BadRequest, $"The value of '{parameter.Split(' ')[^1]}' cannot be understood."),
        BadHttpRequestException bad => (bad.StatusCode, StatusSentences.For(bad.StatusCode)),
        FileNotFoundException or DirectoryNotFoundException => (StatusCodes.Status404NotFound, "The file is not there any more."),
        ArgumentException argument => (StatusCodes.Status400BadRequest, FirstSentence(argument.Message)),
        _ => (StatusCodes.Status500InternalServerError, StatusSentences.For(StatusCodes.Status500InternalServerError)),
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

    private static string Explain(JsonException json) =>
        json.Path is { Length: > 1 } path
            ? $"The JSON is not as it must be at {path[2..]}."
            : "The body is not valid JSON.";

    private static string FirstSentence(string message) => message.Split(" (Parameter", 2)[0].Split('\n')[0];
}
