using System.Text.Json;
using Atelier.Models;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>Looks at what is asked for, and puts it into the queue unless it was done before.</summary>
/// <param name="options">How long the queue may be.</param>
/// <param name="database">The jobs.</param>
/// <param name="files">The results.</param>
/// <param name="images">The pictures.</param>
/// <param name="networks">The networks.</param>
internal sealed class JobAdmission(JobHostOptions options, JobsDatabase database, JobFiles files, ImageStore images, JobNetworks networks)
{
    private const int MostStyles = 8;

    private static readonly Lazy<IReadOnlySet<string>> EmbeddedLayers = new(() =>
    {
        using var encoder = JobNetworks.Load(EmbeddedNetwork.Name, TorchSharp.torch.CPU);
        return encoder.Layers.ToHashSet(StringComparer.Ordinal);
    });

    /// <summary>The id of the new job, or of the one that did the same.</summary>
    /// <exception cref="JobException">The request cannot be met.</exception>
    public async Task<(string Id, bool IsNew)> AddAsync(JobRequest request, CancellationToken stop)
    {
        Check(request);
        var content = await images.GetAsync(request.Content, stop);
        foreach (var style in request.Styles)
            await images.GetAsync(style.Image, stop);
        var shortSide = request.Options.Size * (double)Math.Min(content.Width, content.Height) / Math.Max(content.Width, content.Height);
        if (shortSide < JobRecipe.ShortestSide)
            throw Invalid($"The result would be less than {JobRecipe.ShortestSide} pixels high or wide: use a larger size, or crop the photo.");
        var row = Row(request, content);
        return await database.ExclusivelyAsync(async context =>
        {
            var jobs = context.Jobs.AsNoTracking().Where(job => job.DeletedAt == null);
            var same = await jobs.Where(job => job.Key == row.Key && job.State == JobState.Finished).OrderBy(job => job.Id).FirstOrDefaultAsync(stop);
            if (same is not null && File.Exists(files.Result(same.Key)))
                return (same.Id, false);
            if (await jobs.CountAsync(job => job.State == JobState.Queued || job.State == JobState.Paused, stop) >= options.MaxQueued)
                throw new JobException(JobProblem.Full, $"{options.MaxQueued} jobs are waiting already: cancel some, or try again later.");
            context.Jobs.Add(row);
            await context.SaveChangesAsync(stop);
            return (row.Id, true);
        }, stop);
    }

    private static void Check(JobRequest request)
    {
        var (kind, options) = (request.Kind, request.Options);
        if (kind is JobKind.Reconstruct && request.Styles.Count > 0)
            throw Invalid("A reconstruction takes one picture and no paintings.");
        if (kind is JobKind.Stylize && request.Styles.Count is 0 or > MostStyles)
            throw Invalid($"Name at least one painting, and at most {MostStyles}.");
        if (kind is JobKind.Stylize && !(request.Styles.Sum(style => style.Weight) > 0))
            throw Invalid("At least one painting must have a weight above 0.");
        if (kind is JobKind.Reconstruct && options.Layer is { } layer && options.Network == EmbeddedNetwork.Name && !EmbeddedLayers.Value.Contains(layer))
            throw Invalid($"The network has no such layer: use one of {string.Join(", ", EmbeddedLayers.Value)}.");
    }

    private JobRow Row(JobRequest request, StoredImage content)
    {
        var levels = JobRecipe.Levels(request);
        var now = Clock.Now;
        return new()
        {
            Id = JobId.New(),
            State = JobState.Queued,
            Request = JsonSerializer.Serialize(request, JobJson.Settings),
            Key = ResultKey.Compute(request, networks.Fingerprint(request.Options.Network)),
            Network = request.Options.Network,
            Cost = JobRecipe.Cost(request, (double)Math.Min(content.Width, content.Height) / Math.Max(content.Width, content.Height)),
            CreatedAt = now,
            UpdatedAt = now,
            Steps = levels.Sum(level => level.Evaluations),
            Levels = levels.Count,
        };
    }

    private static JobException Invalid(string message) => new(JobProblem.Invalid, message);
}
