using Atelier.Jobs.Database;
using Atelier.Jobs.Results;

namespace Atelier.Jobs.Images;

/// <summary>The pictures that jobs start from: uploads and built-in samples, each kept once. Thread-safe.</summary>
public sealed class ImageStore
{
    /// <summary>Longer side of a thumbnail where none is asked for, in pixels.</summary>
    public const int ThumbnailSize = 320;

    internal ImageStore(WorkshopOptions options, JobsDatabase database, JobFiles files)
    {
    }

    /// <summary>Adds a picture; one that is there already is the answer, under its old name. Its content is checked, its name never trusted.</summary>
    /// <param name="content">Read to its end, or until it is too long.</param>
    /// <param name="name">What to call it; null or empty for nothing special.</param>
    /// <param name="stop">Gives up; nothing stays.</param>
    /// <exception cref="JobException">It is no image, too large, or there is no room.</exception>
    public Task<StoredImage> AddAsync(Stream content, string? name = null, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>The image of that id.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public Task<StoredImage> GetAsync(string id, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>The samples, where <paramref name="before"/> is null, and uploads, newest first.</summary>
    /// <param name="limit">Uploads at most, 1 to 200.</param>
    /// <param name="before">Older than the upload of this id.</param>
    /// <param name="stop">Gives up.</param>
    public Task<ImagePage> ListAsync(int limit = 100, string? before = null, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Path of the image's file.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public Task<string> FileAsync(string id, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Path of a small JPEG of it, made at the first time and kept.</summary>
    /// <param name="id">The image.</param>
    /// <param name="size">Longer side in pixels at most, 16 to 1024.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="JobException">There is none.</exception>
    public Task<string> ThumbnailAsync(string id, int size = ThumbnailSize, CancellationToken stop = default) => throw new NotSupportedException();

    /// <summary>Deletes an upload.</summary>
    /// <exception cref="JobException">There is none, it is a sample, or a job that is not done needs it.</exception>
    public Task DeleteAsync(string id, CancellationToken stop = default) => throw new NotSupportedException();
}
