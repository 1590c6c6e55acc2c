using Atelier.Imaging;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Which part of the photo each painting goes to, and of which part of the painting it is taken.</summary>
/// <remarks>Edges may be soft, masks may overlap, and their sum need not be one. Where there is none, the photo stays as it is.</remarks>
public sealed record Regions
{
    // Of all places: less is nothing that one could paint.
    private const double LeastShare = 1e-4;

    // Of masks together: where there is less, nothing is painted.
    private const double LeastWeight = 1e-6;

    // Of proportions: what a pixel more or less makes of a small picture.
    private const double LargestMisfit = 0.03;

    // Pixels: a wider bell curve is as well drawn in a smaller picture.
    private const double WidestBlur = 8;

    // Of red, green and blue together: as good as black.
    private const int Darkest = 9;

    // Of all pixels, for a label.
    private const double LeastLabel = 0.005;

    /// <param name="photo">For each painting, [1,1,h,w] in [0,1], in the photo's proportions, or [1,1,1,1] for all of it: where it goes. Kept, not owned.</param>
    /// <param name="paintings">For each painting likewise, what of it counts; null for all of it, and null in place of a painting's for all of that.</param>
    public Regions(IReadOnlyList<Tensor> photo, IReadOnlyList<Tensor?>? paintings = null) =>
        (Photo, Paintings) = (photo, paintings ?? [.. photo.Select(_ => (Tensor?)null)]);

    /// <summary>The most that <see cref="Feather"/> takes: what is softer is no edge.</summary>
    public const double LargestFeather = 0.2;

    /// <summary>Where each painting goes.</summary>
    public IReadOnlyList<Tensor> Photo { get; }

    /// <summary>What of each painting counts.</summary>
    public IReadOnlyList<Tensor?> Paintings { get; }

    /// <summary>Reads masks.</summary>
    /// <param name="photo">
    /// Where each painting goes: a picture for each, white where it is painted; or one with a flat color for each painting, from dark to light, and black where the
    /// photo stays. None: all of the photo for each.
    /// </param>
    /// <param name="paintings">What of each painting counts: a picture for each, white where it does. None: all of each.</param>
    /// <param name="count">How many paintings there are.</param>
    /// <exception cref="ImageFileException">A file cannot be read as an image.</exception>
    /// <exception cref="StylizationException">A map has not as many colors as there are paintings, or there are not as many files.</exception>
    public static Regions Read(IReadOnlyList<string> photo, IReadOnlyList<string> paintings, int count)
    {
        if (photo.Count > 1 && photo.Count != count)
            throw new StylizationException($"{photo.Count} masks are given for {count} paintings: give one for each, or a map of all of them.");
        if (paintings.Count > 0 && paintings.Count != count)
            throw new StylizationException($"{paintings.Count} style masks are given for {count} paintings: give one for each.");
        IReadOnlyList<Tensor> where = photo.Count == 0 ? [.. Enumerable.Range(0, count).Select(_ => ones(1, 1, 1, 1))]
            : photo.Count == count ? [.. photo.Select(Light)] : Labels(photo[0], count);
        return new(where, paintings.Count == 0 ? null : [.. paintings.Select(path => (Tensor?)Light(path))]);
    }

    /// <summary>Of a file for each painting, white where it goes; null for everywhere. Null where none has one.</summary>
    /// <exception cref="ImageFileException">A file cannot be read as an image.</exception>
    internal static Regions? Of(IReadOnlyList<string?> photo) => photo.All(path => path is null) ? null : new([.. photo.Select(path => path is null ? ones(1, 1, 1, 1) : Light(path))]);

    /// <summary>Whether a mask of that size is one for a picture of the other.</summary>
    internal static bool Fits(long maskWidth, long maskHeight, long width, long height) =>
        (maskHeight, maskWidth) == (1, 1) || Math.Abs(((double)maskWidth * height) - ((double)maskHeight * width)) <= LargestMisfit * maskWidth * height;

    /// <summary>The same with soft edges on the photo: blurred by a bell curve.</summary>
    /// <param name="deviation">Of the curve, as a share of the photo's longer side: 0 to <see cref="LargestFeather"/>.</param>
    public Regions Feather(double deviation)
    {
        Core.Require.InRange(deviation, 0, LargestFeather, nameof(deviation));
        return deviation == 0 ? this : new([.. Photo.Select(mask => Blurred(mask, deviation))], Paintings);
    }

    /// <summary>All masks.</summary>
    internal IEnumerable<Tensor> Tensors => Photo.Concat(Paintings.OfType<Tensor>());

    /// <summary>Refuses what does not fit.</summary>
    /// <param name="photo">[1,3,H,W].</param>
    /// <param name="paintings">[1,3,h,w] each.</param>
    /// <exception cref="StylizationException">There are more or fewer masks than paintings, or one is empty, or of other proportions than its picture.</exception>
    internal void Check(Tensor photo, IReadOnlyList<Tensor> paintings)
    {
        if (Photo.Count != paintings.Count || Paintings.Count != paintings.Count)
            throw new StylizationException($"{(Photo.Count != paintings.Count ? Photo.Count : Paintings.Count)} masks are given for {paintings.Count} paintings: give one for each.");
        foreach (var (index, painting) in paintings.Index())
        {
            Check(Photo[index], photo, $"The mask of painting {index + 1}", "the photo");
            if (Paintings[index] is { } mask)
                Check(mask, painting, $"The style mask of painting {index + 1}", "the painting");
        }
    }

    private static void Check(Tensor mask, Tensor image, string name, string other)
    {
        if (mask.shape is not [1, 1, > 0 and var h, > 0 and var w])
            throw new Core.ShapeException("[1,1,H,W]", mask.shape);
        if (!(PlaceWeights.SumOf(mask) / mask.numel() > LeastShare))
            throw new StylizationException($"{name} is empty: make what is to be painted white.");
        var (height, width) = (image.shape[2], image.shape[3]);
        if (!Fits(w, h, width, height))
            throw new StylizationException($"{name} has {w}x{h} pixels and {other} {width}x{height}: make a mask in the same proportions.");
    }

    /// <summary>A mask as large as an image, in the caller's scope.</summary>
    internal static Tensor At(Tensor mask, long height, long width)
    {
        using var scope = NewDisposeScope();
        return Scaling.To(mask, (int)height, (int)width).clamp(Number(0), Number(1)).MoveToOuterDisposeScope();
    }

    private static Tensor Light(string path)
    {
        using var scope = NewDisposeScope();
        return Pixels(path).mean([1], keepdim: true).MoveToOuterDisposeScope();
    }

    private static IReadOnlyList<Tensor> Labels(string path, int count)
    {
        using var scope = NewDisposeScope();
        var bytes = (Pixels(path) * Number(byte.MaxValue)).round().to(int64);                                   // [1,3,H,W]
        var colors = (bytes.narrow(1, 0, 1) * Number(1L << 16)).Plus(bytes.narrow(1, 1, 1) * Number(1L << 8)).Plus(bytes.narrow(1, 2, 1));
        // A color of which there is hardly any is the edge between others.
        var pixels = colors.data<long>().ToArray();
        var found = pixels.CountBy(color => color).Where(color => color.Value >= pixels.Length * LeastLabel).Select(color => color.Key).OrderBy(Lightness).ToList();
        if (found.Count != count && !(found.Count == count + 1 && Lightness(found[0]) <= Darkest))
            throw new StylizationException($"{path}: has {found.Count} flat colors for {count} paintings: paint one for each, and black where the photo stays; or give a mask for each painting.");
        var nearest = pixels.Distinct().ToDictionary(color => color, color => found.MinBy(label => Apart(color, label)));
        var labels = tensor([.. pixels.Select(color => nearest[color])], int64).view(colors.shape);
        return [.. found.Skip(found.Count - count).Select(color => labels.eq(Number(color)).to(float32).MoveToOuterDisposeScope())];

        static (long Red, long Green, long Blue) Parts(long color) => (color >> 16, (color >> 8) & 255, color & 255);

        static long Lightness(long color) => Parts(color) is var (red, green, blue) ? red + green + blue : 0;

        static long Apart(long one, long other)
        {
            var (a, b) = (Parts(one), Parts(other));
            return ((a.Red - b.Red) * (a.Red - b.Red)) + ((a.Green - b.Green) * (a.Green - b.Green)) + ((a.Blue - b.Blue) * (a.Blue - b.Blue));
        }
    }

    // What is transparent is not painted.
    private static Tensor Pixels(string path) => ImageFile.Read(path, new() { Background = (0, 0, 0) });

    private static Tensor Blurred(Tensor mask, double deviation)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (mask.shape[2], mask.shape[3]);
        var sigma = deviation * Math.Max(height, width);
        var scale = Math.Min(1, WidestBlur / sigma);
        var small = Scaling.To(mask, (int)Math.Ceiling(height * scale), (int)Math.Ceiling(width * scale));
        return Blurred(Blurred(small, sigma * scale, 2), sigma * scale, 3).MoveToOuterDisposeScope();
    }

    // Along a dimension; what lies beyond the border is as at the border.
    private static Tensor Blurred(Tensor mask, double sigma, int dimension)
    {
        var reach = (int)Math.Ceiling(3 * sigma);
        var weights = Enumerable.Range(-reach, (2 * reach) + 1).Select(at => Math.Exp(-at * at / (2 * sigma * sigma))).ToArray();
        var (side, total) = (mask.shape[dimension], weights.Sum());
        var padded = cat([
            mask.narrow(dimension, 0, 1).expand(Sides(mask, dimension, reach)), mask, mask.narrow(dimension, side - 1, 1).expand(Sides(mask, dimension, reach))], dimension);
        var sum = zeros_like(mask);
        foreach (var (index, weight) in weights.Index())
            sum.add_(padded.narrow(dimension, index, side), alpha: Number(weight / total));
        return sum.clamp_(Number(0), Number(1));
    }

    private static long[] Sides(Tensor mask, int dimension, int side) => [.. mask.shape.Select((length, at) => at == dimension ? side : length)];

    /// <summary>How much of a picture is painted at each place, [1,1,H,W], in the caller's scope.</summary>
    internal Tensor Coverage(long height, long width)
    {
        using var scope = NewDisposeScope();
        return Photo.Select(mask => At(mask, height, width)).Aggregate((one, other) => one.Plus(other)).clamp(Number(0), Number(1)).MoveToOuterDisposeScope();
    }

    /// <summary>A picture of which each region shows one after its own painting, and the photo elsewhere; in the caller's scope.</summary>
    /// <param name="photo">[1,3,h,w], of any size.</param>
    /// <param name="pictureAfter">The picture after a painting, by number, [1,3,H,W]; each is asked for once.</param>
    /// <param name="shareOf">How much a painting counts where masks overlap.</param>
    internal Tensor Compose(Tensor photo, Func<int, Tensor> pictureAfter, Func<int, double> shareOf)
    {
        Tensor? sum = null, weights = null;
        for (var painting = 0; painting < Photo.Count; painting++)
        {
            using var scope = NewDisposeScope();
            var picture = pictureAfter(painting);
            var weight = At(Photo[painting], picture.shape[2], picture.shape[3]) * Number(shareOf(painting));
            sum = (sum?.add_(picture * weight, alpha: One) ?? picture * weight).MoveToOuterDisposeScope();
            weights = (weights?.add_(weight, alpha: One) ?? weight.clone()).MoveToOuterDisposeScope();
        }
        return Over(sum!.div_(weights!.clamp_min_(Number(LeastWeight))), photo);
    }

    /// <summary>What was painted, where it was to be, and the photo elsewhere; in the caller's scope.</summary>
    /// <param name="picture">[1,3,H,W].</param>
    /// <param name="photo">[1,3,h,w], of any size.</param>
    internal Tensor Over(Tensor picture, Tensor photo)
    {
        using var scope = NewDisposeScope();
        var coverage = Coverage(picture.shape[2], picture.shape[3]);
        var below = Scaling.To(photo, (int)picture.shape[2], (int)picture.shape[3]).to(picture.device);
        return where(coverage.eq(Number(0)), below, below.Plus((picture - below) * coverage)).MoveToOuterDisposeScope();
    }
}
