using Atelier.Imaging;

namespace Atelier.Jobs;

/// <summary>The pictures that jobs make. Thread-safe.</summary>
public sealed class ResultStore
{
    private readonly JobFiles _files;
    private readonly JobReader _jobs;
    private readonly Thumbnails _thumbnails;
    private readonly SemaphoreSlim _turn = new(1);

    internal ResultStore(JobFiles files, JobReader jobs, Thumbnails thumbnails) => (_files, _jobs, _thumbnails) = (files, jobs, thumbnails);

    /// <summary>Path of a finished job's picture; PNG is the original, other formats are converted from it on first request and kept.</summary>
    /// <exception cref="JobException">There is no such job, or it has no result.</exception>
    public async Task<string> FileAsync(string jobId, ImageFormat format = ImageFormat.Png, CancellationToken stop = default)
    {
        var original = OriginalOf(await _jobs.GetAsync(jobId, stop))
            ?? throw new JobException(JobProblem.Conflict, "The job has no result because it is not finished.");
        if (format is ImageFormat.Png)
            return original;
        var path = Path.ChangeExtension(original, format is ImageFormat.Jpeg ? ".jpg" : format is ImageFormat.Tiff ? ".tif" : "." + format.ToString().ToLowerInvariant());
        if (File.Exists(path))
            return path;
        // Decoding a large picture takes memory: one at a time.
        await _turn.WaitAsync(stop);
        try
        {
            if (!File.Exists(path))
                await Task.Run(() => Convert(original, path), stop);
            return path;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Path of a small JPEG of a finished job's picture; for an unfinished job, of its newest preview.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="size">Longer side in pixels at most, 16 to 1024; 320 by default.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="JobException">There is no such job, or no picture yet.</exception>
    public async Task<string> ThumbnailAsync(string jobId, int size = ImageStore.ThumbnailSize, CancellationToken stop = default)
    {
        var job = await _jobs.GetAsync(jobId, stop);
        return OriginalOf(job) is { } original
            ? await _thumbnails.MakeAsync(original, job.Result!.Key, size, "The result", stop)
            : PreviewOf(job);
    }

    /// <summary>Path of the newest preview, a JPEG; for a finished job, of its picture as JPEG.</summary>
    /// <exception cref="JobException">There is no such job, or no preview yet.</exception>
    public async Task<string> PreviewAsync(string jobId, CancellationToken stop = default)
    {
        var job = await _jobs.GetAsync(jobId, stop);
        return job.Result is null ? PreviewOf(job) : await FileAsync(jobId, ImageFormat.Jpeg, stop);
    }

    private string PreviewOf(Job job) => File.Exists(_files.Preview(job.Id))
        ? _files.Preview(job.Id)
        : throw new JobException(JobProblem.NotFound, "There is no picture of this job yet.");

    private string? OriginalOf(Job job) => job is { State: JobState.Finished, Result.Key: var key } && File.Exists(_files.Result(key)) ? _files.Result(key) : null;

    private static void Convert(string original, string path)
    {
        using var image = ImageFile.Read(original, new() { MaxPixels = long.MaxValue, KeepAlpha = true });
        ImageFile.Write(path, image);
    }
}
