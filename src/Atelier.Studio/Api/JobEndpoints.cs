using Atelier.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Studio;

/// <summary>The jobs: asking, looking, pausing, giving up.</summary>
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

    /// <summary>Asks for a job. Where the same was finished before, that job is the answer, with status 200.</summary>
    internal static async Task<Results<Created<Job>, Ok<Job>>> CreateAsync(JobHost host, HttpContext context, NewJob job, CancellationToken stop)
    {
        var preset = job.Preset is { } name ? Presets.Find(name).Options : new JobOptions();
        var request = new JobRequest(job.Kind, job.Content, job.Styles, JobJson.Merge(preset, job.Options));
        return Answer(context, await host.Jobs.CreateAsync(request, stop));
    }

    /// <summary>Jobs, newest first.</summary>
    /// <param name="state">In this state only: queued, running, paused, finished, canceled or failed.</param>
    /// <param name="limit">At most so many, 1 to 200; 50 by default.</param>
    /// <param name="before">Older than the job of this id.</param>
    internal static async Task<Ok<JobPage>> ListAsync(JobHost host, CancellationToken stop, string? state = null, int limit = 50, string? before = null) =>
        TypedResults.Ok(await host.Jobs.ListAsync(new(State(state), limit, before), stop));

    /// <summary>A job as it is now.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<Ok<Job>> GetAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Jobs.GetAsync(id, stop));

    /// <summary>Deletes a job and what it made.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<NoContent> DeleteAsync(JobHost host, string id, CancellationToken stop)
    {
        await host.Jobs.DeleteAsync(id, stop);
        return TypedResults.NoContent();
    }

    /// <summary>Stops a job for now; a running one rests after the step that it is at.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<Ok<Job>> PauseAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Jobs.PauseAsync(id, stop));

    /// <summary>Lets a paused job go on exactly where it was.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<Ok<Job>> ResumeAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Jobs.ResumeAsync(id, stop));

    /// <summary>Gives a job up; a running one ends after the step that it is at.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<Ok<Job>> CancelAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Jobs.CancelAsync(id, stop));

    /// <summary>Asks for the same pictures again, with other options; the old job stays as it is.</summary>
    /// <param name="id">The old job's id.</param>
    internal static async Task<Results<Created<Job>, Ok<Job>>> RetryAsync(
        JobHost host, HttpContext context, string id, CancellationToken stop, Retry? retry = null)
    {
        var old = await host.Jobs.GetAsync(id, stop);
        return Answer(context, await host.Jobs.RetryAsync(id, JobJson.Merge(old.Options, retry?.Options), stop));
    }

    /// <summary>The loss of each evaluation so far, thinned to at most 500 points.</summary>
    /// <param name="id">The job's id.</param>
    internal static async Task<Ok<LossHistory>> LossesAsync(JobHost host, string id, CancellationToken stop) =>
        TypedResults.Ok(await host.Jobs.LossesAsync(id, stop));

    private static Results<Created<Job>, Ok<Job>> Answer(HttpContext context, JobCreation creation)
    {
        var address = $"/api/v1/jobs/{creation.Job.Id}";
        if (creation.IsNew)
            return TypedResults.Created(address, creation.Job);
        context.Response.Headers.Location = address;
        return TypedResults.Ok(creation.Job);
    }

    private static JobState? State(string? word) =>
        string.IsNullOrEmpty(word) ? null
        : Enum.GetNames<JobState>().FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<JobState>(name)
        : throw new JobException(JobProblem.Invalid, $"There is no state '{word}': use {string.Join(", ", Enum.GetNames<JobState>().Select(known => known.ToLowerInvariant()))}.");
}
