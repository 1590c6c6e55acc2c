using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Core;
using Atelier.Imaging;
using TorchSharp;

namespace Atelier.Stylization;

/// <summary>Many pictures in one go: networks are loaded once, what is done is not done again, and a file that cannot be read costs its own picture alone.</summary>
/// <remarks>
/// What makes a picture, its files' contents and its settings, is kept beside the pictures in <c>.atelier-batch</c>. After a batch was stopped or
/// killed, the next one continues from there.
/// </remarks>
/// <example>
/// <code>
/// var items = Directory.GetFiles("photos").Select(photo => new BatchItem(photo, ["monet.jpg"], new(), Path.Combine("out", Path.GetFileNameWithoutExtension(photo) + ".png")));
/// var outcomes = new StylizationBatch([.. items], "out").Run();
/// </code>
/// </example>
public sealed class StylizationBatch
{
    private readonly IReadOnlyList<BatchItem> _items;
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <param name="items">What to paint; no output twice.</param>
    /// <param name="folder">Where the pictures are, or their subfolders.</param>
    /// <exception cref="StylizationException">Two pictures would have the same file.</exception>
    public StylizationBatch(IReadOnlyList<BatchItem> items, string folder)
    {
        (_items, _folder) = (items, folder);
        if (items.GroupBy(item => Path.GetFullPath(item.Output), StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new StylizationException($"{twice.First().Output}: {twice.First().Photo} and {twice.Last().Photo} would both be painted there; give the pictures other names.");
    }

    /// <summary>Pictures that are painted at once, 1 or more; 1 by default, as one keeps all processors busy.</summary>
    public int Workers { get; init => field = Require.Positive(value); } = 1;

    /// <summary>How photos and paintings are read; as usual by default.</summary>
    public ImageReadOptions Read { get; init; } = new();

    /// <summary>How pictures are written; as usual by default.</summary>
    public ImageWriteOptions Write { get; init; } = new();

    /// <summary>Whether each picture has the ICC profile of its photo, if that has one; otherwise, as by default, all have that of <see cref="Write"/>.</summary>
    public bool KeepsProfile { get; init; }

    /// <summary>Whether each picture says what its photo does of itself (<see cref="ImageFile.ReadMetadata"/>); false by default.</summary>
    public bool KeepsMetadata { get; init; }

    /// <summary>And where that was taken; false by default.</summary>
    public bool KeepsLocation { get; init; }

    /// <summary>Whether files that are in the way are replaced; otherwise, as by default, only those that a batch has made.</summary>
    public bool Replaces { get; init; }

    /// <summary>Bytes of memory that the process may take; null, the default, for what is free, less a reserve.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>What computes; the processor by default.</summary>
    public torch.Device Device { get; init; } = torch.CPU;

    /// <summary>A style that <c>atelier learn</c> has written, for <see cref="Recipe.Instant"/>; null, the default, for the network that is built in.</summary>
    public string? Style { get; init; }

    /// <summary>Paints what is not there yet.</summary>
    /// <param name="progress">
    /// Told of each step: pictures that are done, how much of all work is, from 0 to 1, and what became of the latest where that is news.
    /// </param>
    /// <param name="stop">Ends the batch; pictures that are not finished are not written.</param>
    /// <returns>What became of each, in their order; fewer where it was stopped.</returns>
    /// <exception cref="AtelierException">The folder cannot be written to, or a network cannot be loaded.</exception>
    public IReadOnlyList<BatchOutcome> Run(IProgress<(int Done, double Part, BatchOutcome? Latest)>? progress = null, CancellationToken stop = default)
    {
        using var journal = new BatchJournal(_folder);
        var outcomes = new BatchOutcome?[_items.Count];
        var parts = new double[_items.Count];
        var done = 0;
        var next = -1;
        var turn = new Lock();
        void Tell(BatchOutcome? latest)
        {
            lock (turn)
                progress?.Report((done, parts.Sum() / _items.Count, latest));
        }
        void Work()
        {
            using var painter = new BatchPainter(Device, MaxMemory, Style, Read, Write.Bits);
            while (!stop.IsCancellationRequested && Interlocked.Increment(ref next) is var index && index < _items.Count)
            {
                if (Paint(journal, painter, _items[index], part => Advance(index, part), stop) is not { } outcome)
                    return;
                outcomes[index] = outcome;
                Interlocked.Increment(ref done);
                parts[index] = 1;
                Tell(outcome);
            }
        }
        void Advance(int index, double part)
        {
            parts[index] = part;
            Tell(null);
        }
        OnThreads(Work);
        return [.. outcomes.OfType<BatchOutcome>()];
    }

    // On threads of their own, as a run of a picture blocks for long; the first failure ends the batch.
    private void OnThreads(Action work)
    {
        if (Workers == 1)
        {
            work();
            return;
        }
        var tasks = Enumerable.Range(0, Math.Min(Workers, _items.Count))
            .Select(_ => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        try
        {
            Task.WaitAll(tasks);
        }
        catch (AggregateException e)
        {
            throw e.InnerExceptions[0];
        }
    }

    // Null where it was stopped.
    private BatchOutcome? Paint(BatchJournal journal, BatchPainter painter, BatchItem item, Action<double> part, CancellationToken stop)
    {
        try
        {
            var key = KeyOf(item);
            if (journal.Has(item.Output, key))
                return new(item, WasDone: true);
            if (!Replaces && File.Exists(item.Output) && !journal.Knows(item.Output))
                return new(item, $"{item.Output}: is in the way, and not as a batch has made it; move it, or have it replaced.");
            var profile = KeepsProfile ? ImageFile.ReadProfile(item.Photo, Read) : Write.Profile;
            var metadata = KeepsMetadata ? ImageFile.ReadMetadata(item.Photo, KeepsLocation, Read) : null;
            using var picture = painter.Paint(item, profile, part, stop);
            if (picture is null)
                return null;
            journal.Begin(item.Output, key);
            ImageFile.Write(item.Output, picture, Write with { Texts = PictureSettings.Texts(item.Request), Profile = profile, Metadata = metadata });
            journal.End(item.Output);
            return new(item);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is ImageFileException or FileAccessException or StylizationException or ShapeException)
        {
            return new(item, e.Message);
        }
    }

    private string KeyOf(BatchItem item)
    {
        IEnumerable<string> files = [item.Photo, .. item.Paintings, .. Style is null ? [] : (string[])[Style], .. File.Exists(item.Request.Network) ? (string[])[item.Request.Network] : []];
        var text = string.Join('\n', [
            JsonSerializer.Serialize(item.Request, StylizationSchema.Json), $"{Write.Bits} {Write.Quality} {Write.Dpi} {KeepsProfile} {Convert.ToHexString(Write.Profile ?? [])} {KeepsMetadata} {KeepsLocation} {Path.GetExtension(item.Output)}", .. files.Select(Digest)]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private string Digest(string path) => _digests.GetOrAdd(path, static file =>
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileAccessException(file, e);
        }
    });
}
