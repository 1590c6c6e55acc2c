using Atelier.Core.Images;

namespace Atelier.Jobs.Results;

/// <summary>The pictures that jobs make. Thread-safe.</summary>
public sealed class ResultStore
{
    internal ResultStore(JobFiles files, JobStore jobs)
    {
    }

    /// <summary>Path of a finished job's picture in a format; PNG is the original, others are made of it at the first time and kept.</summary>
    /// <exception cref="JobException">There is no such job, or it has no result.</exception>
    public Task<string> FileAsync(string jobId, ImageFormat format = ImageFormat.Png, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Path of a JPEG of a finished job's picture; of an unfinished one, its newest preview.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="size">Longer side in pixels at most, 16 to 1024; 320 by default.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="JobException">There is no such job, or neither.</exception>
    public Task<string> ThumbnailAsync(string jobId, int size = Images.ImageStore.ThumbnailSize, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Path of the newest preview, a JPEG; of a finished job, its picture as JPEG.</summary>
    /// <exception cref="JobException">There is no such job, or no preview yet.</exception>
    public Task<string> PreviewAsync(string jobId, CancellationToken stop = default) => throw new NotSupportedException();
}
