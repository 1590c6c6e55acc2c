using System.Text.Json;
using Atelier.Models;
using Atelier.Stylization;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>Validates requests, and puts them into the queue unless the same was finished before.</summary>
/// <param name="options">The limit of the queue.</param>
/// <param name="database">The jobs.</param>
/// <param name="files">The results.</param>
/// <param name="images">The pictures.</param>
/// <param name="networks">The networks.</param>
internal sealed class JobAdmission(JobHostOptions options, JobsDatabase database, JobFiles files, ImageStore images, JobNetworks networks)
{
    private const int MostStyles = 8;

    private static readonly Lazy<IReadOnlySet<string>> EmbeddedLayers = new(() =>
    {
        using var encoder = EmbeddedNetwork.Load();
        return encoder.Layers.ToHashSet(StringComparer.Ordinal);
    });

    /// <summary>Adds a job, or finds a finished one with the same result.</summary>
    /// <exception cref="JobException">The request makes no sense, an image or the network is missing, or the queue is full.</exception>
    public async Task<(string Id, bool IsNew)> AddAsync(JobRequest request, CancellationToken stop)
    {
        Check(request);
        var content = await images.GetAsync(request.Content, stop);
        foreach (var style in request.Styles)
        {
            await images.GetAsync(style.Image, stop);
            if (style.Mask is not null && await images.GetAsync(style.Mask, stop) is var mask && !Regions.Fits(mask.Width, mask.Height, content.Width, content.Height))
                throw Invalid($"A mask has {mask.Width}x{mask.Height} pixels and the photograph {content.Width}x{content.Height}: make a mask in the same proportions.");
        }
        var row = Row(request, content);
        return await database.ExclusivelyAsync(async context =>
        {
            var same = await context.Existing.Where(job => job.Key == row.Key && job.State == JobState.Finished).OrderBy(job => job.Id).FirstOrDefaultAsync(stop);
            if (same is not null && File.Exists(files.Result(same.Key)))
                return (same.Id, false);
            if (await context.Existing.CountAsync(job => job.State == JobState.Queued || job.State == JobState.Paused, stop) >= options.MaxQueued)
                throw new JobException(JobProblem.Full, $"{options.MaxQueued} jobs are waiting already; cancel some, or try again later.");
            context.Jobs.Add(row);
            await context.SaveChangesAsync(stop);
            return (row.Id, true);
        }, stop);
    }

    private static void Check(JobRequest request)
    {
        if (JobRequest.Schema.Violations(request.Options) is [var sentence, ..])
            throw Invalid(sentence);
        if (request.Options is { Kind: RequestKind.Reconstruct, Network: EmbeddedNetwork.Name, Layer: { } layer } && !EmbeddedLayers.Value.Contains(layer))
            throw Invalid($"The network has no such layer: use one of {string.Join(", ", EmbeddedLayers.Value)}.");
        switch (request.Options.Kind)
        {
            case RequestKind.Reconstruct when request.Styles.Count > 0:
                throw Invalid("A reconstruction takes one picture and no paintings.");
            case RequestKind.Stylize when request.Styles.Count is 0 or > MostStyles:
                throw Invalid($"Name at least one painting, and at most {MostStyles}.");
            case RequestKind.Stylize when !(request.Styles.Sum(style => style.Weight) > 0):
                throw Invalid("At least one painting must have a weight above 0.");
        }
    }

    private JobRow Row(JobRequest request, StoredImage content)
    {
        var (width, height) = ResultSize(request, content);
        var levels = request.Options.Plan();
        var now = Clock.Now;
        return new()
        {
            Id = JobId.New(),
            State = JobState.Queued,
            Request = JsonSerializer.Serialize(request, JobRequest.Json),
            Key = ResultKey.Compute(request, networks.Fingerprint(request.Options.Network)),
            Network = request.Options.Network,
            Cost = levels.Sum(level => (double)level.Evaluations * level.LongSide * level.LongSide) * Math.Min(width, height) / Math.Max(width, height),
            CreatedAt = now,
            UpdatedAt = now,
            Progress = new() { Evaluations = levels.Sum(level => level.Evaluations), Levels = levels.Count },
        };
    }

    private static (int Width, int Height) ResultSize(JobRequest request, StoredImage content)
    {
        try
        {
            return request.Options.ResultSize(content.Width, content.Height);
        }
        catch (StylizationException e)
        {
            throw Invalid(e.Message);
        }
    }

    private static JobException Invalid(string message) => new(JobProblem.Invalid, message);
}
