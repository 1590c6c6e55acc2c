using Atelier.Imaging;
using Atelier.Stylization;
using TorchSharp;

namespace Atelier.Jobs;

/// <summary>Small pictures in one pass, to look at before a job is made. Thread-safe.</summary>
/// <remarks>Pictures that were looked at lately stay in memory, so that another strength or blend takes one pass and no more.</remarks>
internal sealed class InstantPreviews : IDisposable
{
    /// <summary>Longer side of a preview in pixels.</summary>
    public const int Size = 384;

    private const int MostKept = 16;
    private const int MostLearned = 4;

    private readonly ImageStore _images;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Recent<string, torch.Tensor> _photos = new(MostKept);
    private readonly Recent<(string Image, DateTime? Learned, ColorSource Colors, double Strokes), InstantStyle> _styles = new(MostKept);
    private readonly Recent<(string Style, DateTime Written), InstantStylizer> _learned = new(MostLearned);
    private InstantStylizer? _stylizer;

    public InstantPreviews(ImageStore images) => _images = images;

    /// <inheritdoc cref="JobHost.PaintAtOnceAsync"/>
    public async Task<byte[]> PaintAsync(string photo, IReadOnlyList<StyleImage> paintings, StylizationRequest options, CancellationToken stop)
    {
        if (paintings.Count == 0)
            throw new JobException(JobProblem.Invalid, "No painting is given: name at least one.");
        // The thumbnails before the turn: making one takes longer than painting.
        var files = new Dictionary<string, string>();
        foreach (var id in paintings.Select(painting => painting.Image).Prepend(photo))
            files[id] = await _images.ThumbnailAsync(id, Size, stop);
        await _turn.WaitAsync(stop);
        try
        {
            return await Task.Run(() => Paint(files, photo, paintings, options with { Size = Size }), stop);
        }
        finally
        {
            _photos.Trim();
            _styles.Trim();
            _learned.Trim();
            _turn.Release();
        }
    }

    /// <summary>Frees the network and what was kept.</summary>
    public void Dispose()
    {
        _turn.Wait();
        _photos.Clear();
        _styles.Clear();
        _learned.Clear();
        _stylizer?.Dispose();
        _turn.Dispose();
    }

    private byte[] Paint(Dictionary<string, string> files, string photo, IReadOnlyList<StyleImage> paintings, StylizationRequest options)
    {
        using var scope = torch.NewDisposeScope();
        // A painting that was learned is painted after by what has learned it; among others, it is one of them.
        var learned = paintings is [{ Image: var only }] ? _images.StyleOf(only) : null;
        var version = learned is null ? (DateTime?)null : File.GetLastWriteTimeUtc(learned);
        var stylizer = learned is null ? _stylizer ??= new() : _learned.Get((learned, version!.Value), () => new(learned));
        var content = _photos.Get(photo, () => ImageFile.Read(files[photo], new() { KeepAlpha = true }));
        var styles = paintings.Select(painting => _styles.Get((painting.Image, version, options.Colors, options.StyleScale), () =>
        {
            if (learned is not null)
                return stylizer.See([], options);
            using var image = ImageFile.Read(files[painting.Image], new() { KeepAlpha = true });
            return stylizer.See([image], options);
        })).ToList();
        using var blend = InstantStyle.Blend(styles, [.. paintings.Select(painting => painting.Weight)]);
        using var file = new MemoryStream();
        ImageFile.Write(file, ImageFormat.Jpeg, stylizer.Paint(content, blend, options.Strength), new() { Quality = 88 });
        return file.ToArray();
    }

    /// <summary>What was used lately, and is disposed when others were used since.</summary>
    private sealed class Recent<TKey, TValue>(int most)
        where TKey : notnull
        where TValue : IDisposable
    {
        private readonly LinkedList<(TKey Key, TValue Value)> _values = [];

        public TValue Get(TKey key, Func<TValue> make)
        {
            var node = _values.First;
            while (node is not null && !node.Value.Key.Equals(key))
                node = node.Next;
            if (node is null)
            {
                using var outside = torch.NewDisposeScope();
                var made = make();
                if (made is torch.Tensor tensor)
                    tensor.DetachFromDisposeScope();
                node = new((key, made));
            }
            else
            {
                _values.Remove(node);
            }
            _values.AddFirst(node);
            return node.Value.Value;
        }

        /// <summary>Frees what was not used lately; not before those who use it are done.</summary>
        public void Trim()
        {
            while (_values.Count > most)
            {
                _values.Last!.Value.Value.Dispose();
                _values.RemoveLast();
            }
        }

        public void Clear()
        {
            foreach (var (_, value) in _values)
                value.Dispose();
            _values.Clear();
        }
    }
}
