using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Paints one picture of a batch after the other, and keeps what the next one needs too. Not for several threads at once.</summary>
/// <param name="device">What computes.</param>
/// <param name="maxMemory">As for <see cref="Stylizer.MaxMemory"/>.</param>
/// <param name="style">As for <see cref="Stylizer.Style"/>.</param>
/// <param name="read">How pictures are read.</param>
/// <param name="bits">For each channel of what is painted.</param>
internal sealed class BatchPainter(Device device, long? maxMemory, string? style, ImageReadOptions read, int bits) : IDisposable
{
    private readonly Dictionary<(string, PoolingMode, PaddingMode?, InputScaling, Recipe), FeatureEncoder> _encoders = [];
    private InstantStylizer? _instant;
    private (StylizationRequest Request, IReadOnlyList<string> Paintings, byte[]? Profile, int? TileSide, InstantStyle Style)? _known;
    private (IReadOnlyList<string> Files, byte[]? Profile, IReadOnlyList<Tensor> Images) _paintings = ([], null, []);

    /// <summary>Paints.</summary>
    /// <param name="item">What.</param>
    /// <param name="profile">The ICC profile of its colors; null for sRGB.</param>
    /// <param name="part">Told how much of it is done, from 0 to 1.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>[1,3,H,W], or [1,4,H,W] where the photo has transparency; null where it was stopped. The caller's.</returns>
    public Tensor? Paint(BatchItem item, byte[]? profile, Action<double> part, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        var isInstant = item.Request.Recipe is Recipe.Instant;
        var photo = ImageFile.Read(item.Photo, read with { AsBytes = isInstant && bits == 8, Profile = profile });
        part(0);
        if (isInstant)
            return PaintAtOnce(item, photo, profile, new Parts(part), stop).DetachFromDisposeScope();
        var stylizer = new Stylizer(EncoderOf(item.Request), item.Request) { MaxMemory = maxMemory };
        var result = stylizer.Run(photo, Paintings(item.Paintings, profile), new() { Progress = new Parts(part) }, stop: stop);
        return result.End is DescentEnd.Stopped ? null : result.Image.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        _known?.Style.Dispose();
        _instant?.Dispose();
        Forget();
        foreach (var encoder in _encoders.Values)
            encoder.Dispose();
    }

    private Tensor PaintAtOnce(BatchItem item, Tensor photo, byte[]? profile, Parts parts, CancellationToken stop)
    {
        _instant ??= new(style);
        var plan = _instant.Plan(item.Request, (int)photo.shape[2], (int)photo.shape[3], maxMemory ?? Planner.DefaultLimit());
        var side = plan.Levels[^1].TileSide;
        return _instant.Paint(photo, Known(item, profile, side), strength: null, side, new InstantProgress(plan, parts).Report, stop);
    }

    private InstantStyle Known(BatchItem item, byte[]? profile, int? side)
    {
        if (_known is { } known && (known.Request, known.TileSide) == (item.Request, side) && known.Paintings.SequenceEqual(item.Paintings) && IsSame(known.Profile, profile))
            return known.Style;
        _known?.Style.Dispose();
        _known = null;
        var fresh = _instant!.Look(Paintings(item.Paintings, profile), item.Request, side);
        _known = (item.Request, item.Paintings, profile, side, fresh);
        return fresh;
    }

    private static bool IsSame(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

    private IReadOnlyList<Tensor> Paintings(IReadOnlyList<string> files, byte[]? profile)
    {
        if (_paintings.Files.SequenceEqual(files) && IsSame(_paintings.Profile, profile))
            return _paintings.Images;
        Forget();
        _paintings = (files, profile, [.. files.Select(file => ImageFile.Read(file, read with { Profile = profile }).DetachFromDisposeScope())]);
        return _paintings.Images;
    }

    private void Forget()
    {
        foreach (var image in _paintings.Images)
            image.Dispose();
        _paintings = ([], null, []);
    }

    private FeatureEncoder EncoderOf(StylizationRequest request)
    {
        var kind = (request.Network, request.Pooling, request.Padding, request.Normalization, request.Recipe);
        if (!_encoders.TryGetValue(kind, out var encoder))
            _encoders[kind] = encoder = NetworkCatalog.LoadEncoder(request.Network, request.EncoderOptions(device));
        return encoder;
    }

    private sealed class Parts(Action<double> action) : IProgress<StylizationProgress>
    {
        public void Report(StylizationProgress value) => action(value.Part);
    }
}
