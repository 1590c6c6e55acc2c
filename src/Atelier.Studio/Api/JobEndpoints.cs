using System.Text.Json;
using Atelier.Jobs;
using Atelier.Stylization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Studio;

/// <summary>Creating, reading, pausing and canceling jobs.</summary>
internal static class JobEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/jobs").WithTags("Jobs");
        group.MapPost("", CreateAsync).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("", ListAsync).ProducesProblem(StatusCodes.Status400BadRequest);
        var one = group.MapGroup("/{id}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", GetAsync);
        one.MapDelete("", DeleteAsync);
        one.MapPost("/pause", PauseAsync).ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/resume", ResumeAsync).ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/cancel", CancelAsync).ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/retry", RetryAsync).ProducesProblem(StatusCodes.Status400BadRequest);
        one.MapGet("/losses", LossesAsync);
    }

    /// <summary>Creates a job. Where the same request was finished before, the answer is that job, with status 200.</summary>
    internal static async Task<Results<Created<Job>, Ok<Job>>> CreateAsync(JobHost host, HttpContext context, NewJob job, CancellationToken stop)
    {
        var options = JobRequest.Schema.Create(job.Kind, job.Preset, job.Options);
        return Answer(context, await host.Jobs.CreateAsync(new(job.Content, job.Styles, options), stop));
    }

    /// <summary>Jobs, newest first.</summary>
    /// <param name="state">Only jobs in this state: queued, running, paused, finished, canceled or failed.</param>
    /// <param name="limit">At most this many, 1 to 200; 50 by default.</param>
    /// <param name="before">Only jobs older than the one with this id.</param>
    internal static async Task<Ok<Page<Job>>> ListAsync(JobHost host, CancellationToken stop, string? state = null, int limit = 50, string? before = null) =>
        TypedResults.Ok(await host.Jobs.ListAsync(State(state), limit, before, stop));

    /// <summary>The current state of a job.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<Ok<Job>> GetAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Jobs.GetAsync(id, stop));

    /// <summary>Deletes a job and its result.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<NoContent> DeleteAsync(JobHost host, string id, CancellationToken stop)
    {
        await host.Jobs.DeleteAsync(id, stop);
        return TypedResults.NoContent();
    }

    /// <summary>Pauses a job; a running one pauses after its current step.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<Ok<Job>> PauseAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Jobs.PauseAsync(id, stop));

    /// <summary>Resumes a paused job exactly where it was.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<Ok<Job>> ResumeAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Jobs.ResumeAsync(id, stop));

    /// <summary>Cancels a job for good; a running one stops after its current step.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<Ok<Job>> CancelAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Jobs.CancelAsync(id, stop));

    /// <summary>Creates a job with the same pictures again, with other settings or the same; the old job stays as it is.</summary>
    /// <param name="id">The old job's id.</param>
    internal static async Task<Results<Created<Job>, Ok<Job>>> RetryAsync(
        JobHost host, HttpContext context, string id, CancellationToken stop, Retry? retry = null)
    {
        var old = await host.Jobs.GetAsync(id, stop);
        return Answer(context, await host.Jobs.RetryAsync(id, JobRequest.Schema.Change(old.Options, retry?.Options), stop));
    }

    /// <summary>The loss of each evaluation so far, thinned to at most 500 points.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<Ok<LossHistory>> LossesAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Jobs.LossesAsync(id, stop));

    private static Results<Created<Job>, Ok<Job>> Answer(HttpContext context, (Job Job, bool IsNew) created)
    {
        var address = $"/api/v1/jobs/{created.Job.Id}";
        if (created.IsNew)
            return TypedResults.Created(address, created.Job);
        context.Response.Headers.Location = address;
        return TypedResults.Ok(created.Job);
    }

    private static JobState? State(string? word) =>
        string.IsNullOrEmpty(word) ? null
        : Enum.GetNames<JobState>().FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<JobState>(name)
        : throw new JobException(JobProblem.Invalid, $"There is no state '{word}': use {string.Join(", ", Enum.GetNames<JobState>().Select(known => known.ToLowerInvariant()))}.");
}

/// <summary>A request for a job.</summary>
/// <param name="Content">Id of the photo; for a reconstruction, of its only picture.</param>
internal sealed record NewJob(string Content)
{
    /// <summary>What to do; stylize by default.</summary>
    public RequestKind Kind { get; init; }

    /// <summary>The paintings: at least one to stylize, none for a reconstruction.</summary>
    public IReadOnlyList<StyleImage> Styles { get; init; } = [];

    /// <summary>Name of the preset to start from; null for the defaults.</summary>
    public string? Preset { get; init; }

    /// <summary>Settings that differ from the preset's; any of them, or none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Options { get; init; }
}

/// <summary>A request to run a job again.</summary>
internal sealed record Retry
{
    /// <summary>Settings that differ from the old job's; any of them, or none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Options { get; init; }
}
