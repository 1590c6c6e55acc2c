using System.Text.Json;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Stylization;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>The pictures that jobs use: uploads and built-in samples, each stored once. Thread-safe.</summary>
public sealed class ImageStore
{
    /// <summary>Default length of a thumbnail's longer side in pixels.</summary>
    public const int ThumbnailSize = 320;

    // Of names: masks are for one job, and nobody looks for them.
    private const string MaskEnding = ".mask.png";

    // A palette may still have them.
    private static readonly TimeSpan KeepUnusedMasks = TimeSpan.FromDays(1);

    /// <summary>Keyword of the PNG text that holds the request for the picture.</summary>
    internal const string SettingsKeyword = PictureSettings.Keyword;

    private readonly JobHostOptions _options;
    private readonly JobsDatabase _database;
    private readonly JobFiles _files;
    private readonly Thumbnails _thumbnails;

    internal ImageStore(JobHostOptions options, JobsDatabase database, JobFiles files, Thumbnails thumbnails) =>
        (_options, _database, _files, _thumbnails) = (options, database, files, thumbnails);

    /// <summary>
    /// Adds a picture; if the same content is there already, returns that one under its old name. The content is checked, and the name never trusted.
    /// A style that <c>atelier learn</c> has written is added as its first painting.
    /// </summary>
    /// <param name="content">Read to its end, or until it exceeds the limit.</param>
    /// <param name="name">Its file name; null or empty for a generic one. A style's ends in .style.</param>
    /// <param name="stop">Cancels; nothing is kept.</param>
    /// <exception cref="JobException">It is neither an image nor a style, is too large, or there is no space left.</exception>
    public async Task<StoredImage> AddAsync(Stream content, string? name = null, CancellationToken stop = default)
    {
        var clean = ImageName.Clean(name);
        if (clean.EndsWith(MaskEnding, StringComparison.Ordinal))
            await DeleteUnusedMasksAsync(stop);
        using var upload = await ReceiveAsync(content, stop);
        return clean.EndsWith(StyleFile.Extension, StringComparison.OrdinalIgnoreCase)
            ? await AddStyleAsync(upload, clean, stop)
            : await AddAsync(upload, clean, 0, stop);
    }

    // The painting that the style was learned from stands for it; a name, however long, stays one of a picture.
    private async Task<StoredImage> AddStyleAsync(Upload style, string name, CancellationToken stop)
    {
        var painting = style.ReadPainting(name);
        using var picture = await ReceiveAsync(new MemoryStream(painting), stop);
        var image = await AddAsync(picture, ImageName.TitleOf(name) + ".png", style.Bytes, stop);
        AtomicFile.WriteVia(_files.Style(image.Id), target => File.Move(style.Path, target));
        return image with { IsLearned = true };
    }

    private async Task<StoredImage> AddAsync(Upload upload, string clean, long besides, CancellationToken stop)
    {
        if (await FindAsync(upload.Id, stop) is { } known)
            return known;
        var header = upload.Inspect(clean, _options.MaxPixels);
        // Decodes the whole picture: damage is found now, and not when a job has waited for its turn.
        await _thumbnails.MakeAsync(upload.Path, upload.Id, ThumbnailSize, clean, stop);
        var row = new ImageRow
        {
            Id = upload.Id,
            Name = clean,
            Width = header.Width,
            Height = header.Height,
            Format = header.Format.ToString(),
            Bytes = upload.Bytes + besides,
            CreatedAt = Clock.Now,
            Settings = SettingsIn(upload, header.Format),
        };
        try
        {
            return await KeepAsync(row, upload, stop);
        }
        catch (JobException)
        {
            _thumbnails.Delete(upload.Id);
            throw;
        }
    }

    /// <summary>The image with that id.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public async Task<StoredImage> GetAsync(string id, CancellationToken stop = default) =>
        await FindAsync(id, stop) ?? throw new JobException(JobProblem.NotFound, "There is no such image: it may have been deleted.");

    /// <summary>The samples (on the first page), then uploads, newest first, but for masks: those whose names end in <c>.mask.png</c>.</summary>
    /// <param name="limit">Uploads at most, 1 to 200.</param>
    /// <param name="before">Only uploads older than this one.</param>
    /// <param name="stop">Cancels.</param>
    public async Task<Page<StoredImage>> ListAsync(int limit = 100, string? before = null, CancellationToken stop = default)
    {
        limit = Math.Clamp(limit, 1, 200);
        await using var context = _database.Open();
        var rows = context.Images.AsNoTracking().Where(row => !row.Name.EndsWith(MaskEnding));
        if (before is not null)
        {
            var last = await rows.FirstOrDefaultAsync(row => row.Id == before, stop) ?? throw new JobException(JobProblem.NotFound, "There is no image with the id given as 'before': start from the first page.");
            rows = rows.Where(row => row.CreatedAt < last.CreatedAt || (row.CreatedAt == last.CreatedAt && string.Compare(row.Id, last.Id) < 0));
        }
        var found = await rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(limit + 1).ToListAsync(stop);
        var uploads = found.Take(limit).Select(Describe);
        return new([.. before is null ? Samples.All : [], .. uploads], found.Count > limit ? found[limit - 1].Id : null);
    }

    /// <summary>Path of the image's file.</summary>
    /// <exception cref="JobException">There is none.</exception>
    public async Task<string> FileAsync(string id, CancellationToken stop = default) => PathOf(await GetAsync(id, stop));

    /// <summary>Path of a small JPEG of it, made on first request and kept.</summary>
    /// <param name="id">The image's id.</param>
    /// <param name="size">Longer side in pixels at most, 16 to 1024.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="JobException">There is none.</exception>
    public async Task<string> ThumbnailAsync(string id, int size = ThumbnailSize, CancellationToken stop = default)
    {
        var image = await GetAsync(id, stop);
        return await _thumbnails.MakeAsync(PathOf(image), id, size, image.Name, stop);
    }

    /// <summary>Deletes an upload.</summary>
    /// <exception cref="JobException">There is none, it is a sample, or an unfinished job needs it.</exception>
    public async Task DeleteAsync(string id, CancellationToken stop = default)
    {
        if (Samples.Find(id) is not null)
            throw new JobException(JobProblem.Forbidden, "The built-in pictures cannot be deleted.");
        var path = await FileAsync(id, stop);
        await _database.ExclusivelyAsync(async context =>
        {
            if (await context.Existing.AnyAsync(job => job.Request.Contains(id)
                && (job.State == JobState.Queued || job.State == JobState.Running || job.State == JobState.Paused), stop))
                throw new JobException(JobProblem.Conflict, "An unfinished job needs this image: cancel the job or wait for it first.");
            return await context.Images.Where(image => image.Id == id).ExecuteDeleteAsync(stop);
        }, stop);
        File.Delete(path);
        File.Delete(_files.Style(id));
        _thumbnails.Delete(id);
    }

    // Nobody sees them, and so nobody deletes them.
    private async Task DeleteUnusedMasksAsync(CancellationToken stop)
    {
        await using var context = _database.Open();
        var before = Clock.Now - (long)KeepUnusedMasks.TotalMilliseconds;
        var unused = await context.Images.AsNoTracking()
            .Where(image => image.Name.EndsWith(MaskEnding) && image.CreatedAt < before && !context.Jobs.Any(job => job.DeletedAt == null && job.Request.Contains(image.Id)))
            .Select(image => image.Id).ToListAsync(stop);
        foreach (var id in unused)
        {
            try
            {
                await DeleteAsync(id, stop);
            }
            catch (JobException)
            {
                // Another upload was faster, or a job has just begun to need it.
            }
        }
    }

    /// <summary>Path of the style for which the image stands; null where it stands for none.</summary>
    internal string? StyleOf(string id) => File.Exists(_files.Style(id)) ? _files.Style(id) : null;

    /// <summary>The image of that id; null where there is none.</summary>
    internal async Task<StoredImage?> FindAsync(string id, CancellationToken stop)
    {
        if (Samples.Find(id) is { } sample)
            return sample;
        await using var context = _database.Open();
        var row = await context.Images.AsNoTracking().FirstOrDefaultAsync(image => image.Id == id, stop);
        return row is null ? null : Describe(row);
    }

    /// <summary>Writes the samples as files beside the uploads, where they are missing.</summary>
    internal void WriteSamples()
    {
        foreach (var sample in Samples.All.Where(sample => !File.Exists(PathOf(sample))))
            AtomicFile.Write(PathOf(sample), file => file.Write(Samples.Read(sample.Name)));
    }

    private string PathOf(StoredImage image) => Path.Combine(_files.Images, image.Id + ExtensionOf(image.Format));

    private static string ExtensionOf(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ".jpg",
        ImageFormat.Tiff => ".tif",
        ImageFormat.JpegXl => ".jxl",
        _ => "." + format.ToString().ToLowerInvariant(),
    };

    private async Task<Upload> ReceiveAsync(Stream content, CancellationToken stop)
    {
        try
        {
            return await Upload.ReceiveAsync(content, _files.Images, _options.MaxUploadBytes, stop);
        }
        catch (Exception e) when (e is IOException { HResult: not 0 } and not EndOfStreamException && IsFull(e))
        {
            throw new JobException(JobProblem.Full, "The studio's disk is full: delete some pictures or results.", e);
        }
    }

    // ENOSPC and EDQUOT on Unix, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private static bool IsFull(Exception e) => (e.HResult & 0xffff) is 28 or 122 or 112 or 39;

    private async Task<StoredImage> KeepAsync(ImageRow row, Upload upload, CancellationToken stop)
    {
        var image = Describe(row);
        return await _database.ExclusivelyAsync(async context =>
        {
            if (await context.Images.AnyAsync(known => known.Id == row.Id, stop))
                return image;
            var used = await context.Images.SumAsync(known => known.Bytes, stop);
            if (used + row.Bytes > _options.UploadQuotaBytes)
                throw new JobException(JobProblem.Full, $"There is no space for {row.Name}: all uploads together may take {_options.UploadQuotaBytes / (1024 * 1024.0):0.#} MiB; delete some first.");
            // A crash between here and the commit leaves an orphaned file, which the next upload of the same picture replaces.
            AtomicFile.WriteVia(PathOf(image), target => File.Move(upload.Path, target));
            context.Images.Add(row);
            await context.SaveChangesAsync(stop);
            return image;
        }, stop);
    }

    private static string? SettingsIn(Upload upload, ImageFormat format)
    {
        if (format is not ImageFormat.Png || !ImageFile.ReadTexts(upload.Path, new() { MaxPixels = long.MaxValue }).TryGetValue(SettingsKeyword, out var text))
            return null;
        return JobRequest.TryParse(text) is { } request ? JsonSerializer.Serialize(request, JobRequest.Json) : null;
    }

    private StoredImage Describe(ImageRow row) =>
        new(row.Id, row.Name, row.Width, row.Height, Enum.Parse<ImageFormat>(row.Format), row.Bytes, Clock.ToTime(row.CreatedAt))
        {
            Title = ImageName.TitleOf(row.Name),
            IsLearned = StyleOf(row.Id) is not null,
            Settings = row.Settings is null ? null : JobRequest.TryParse(row.Settings),
        };
}
