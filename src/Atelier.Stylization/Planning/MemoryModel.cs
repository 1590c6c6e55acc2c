using Atelier.Models;

namespace Atelier.Stylization;

/// <summary>Foretells the memory that a size of the pyramid takes, beyond what the process has when the run begins.</summary>
/// <param name="Request">What is painted, with nothing left to decide.</param>
/// <param name="Seen">What a pass with all layers needs.</param>
/// <param name="Content">Layers whose features are kept as targets.</param>
/// <param name="Paintings">Height and width of each, as large as it is looked at, at a size of the pyramid.</param>
internal sealed record MemoryModel(
    StylizationRequest Request, EncoderFootprint Seen, IReadOnlyList<string> Content, Func<int, IReadOnlyList<(long Height, long Width)>> Paintings)
{
    // Code that is compiled on the way, threads' scratch, what the allocator cannot give back.
    private const long Surroundings = 40L << 20;
    private const int BytesPerPixel = 3 * sizeof(float);

    /// <summary>Layers whose features are weighed by masks, in copies; none by default.</summary>
    public IReadOnlyList<string> Masked { get; init; } = [];

    /// <summary>Layers whose features are looked at along directions, in a copy; none by default.</summary>
    public IReadOnlyList<string> Sliced { get; init; } = [];

    /// <summary>Bytes at the peak.</summary>
    /// <param name="height">Of the image.</param>
    /// <param name="width">Likewise.</param>
    /// <param name="evaluations">At this size.</param>
    /// <param name="tileSide">Null for one piece.</param>
    /// <param name="history">Steps that L-BFGS remembers.</param>
    /// <param name="isHalved">Whether in half precision.</param>
    public long Bytes(int height, int width, int evaluations, int? tileSide, int history, bool isHalved)
    {
        var image = BytesPerPixel * (long)height * width;
        var targets = Content.Sum(layer => Seen.FeatureBytes(layer, height, width));
        return Surroundings + image / 3 + Math.Max(
            Preparation(image, targets, height, width, tileSide),
            targets + Optimizer(image, evaluations, history, isHalved) + Evaluation(image, height, width, tileSide));
    }

    // The photo's and the paintings' features, one after the other.
    private long Preparation(long image, long targets, int height, int width, int? tileSide)
    {
        var photo = image + 2 * targets + Math.Max(2 * image, Pass(height, width, tileSide, isBack: false));
        var paintings = Paintings(Math.Max(height, width)).Select(painting =>
        {
            var bytes = BytesPerPixel * painting.Height * painting.Width;
            return targets + bytes + Math.Max(2 * bytes, Pass(painting.Height, painting.Width, tileSide, isBack: false));
        });
        return paintings.Append(photo).Max();
    }

    private long Optimizer(long image, int evaluations, int history, bool isHalved)
    {
        // The image, the best one, the gradient, and the direction; where a search begins; or Adam's averages, and what they are divided by.
        var vectors = Request.Optimizer is OptimizerKind.Adam ? 7 : Request.LineSearch is LineSearch.StrongWolfe ? 5 : 4;
        var pairs = Request.Optimizer is OptimizerKind.Adam ? 0 : Math.Min(history, evaluations - 1);
        var seen = image / 4; // In 8 bits, to notice when nothing visible changes.
        return vectors * image + seen + pairs * (isHalved ? image : 2 * image);
    }

    private long Evaluation(long image, int height, int width, int? tileSide)
    {
        var (tileHeight, tileWidth) = Tile(height, width, tileSide);
        // The gradient at the end, in the network's layout and in the image's, with and without the normalization.
        var ends = 4 * BytesPerPixel * tileHeight * tileWidth;
        return Pass(height, width, tileSide, isBack: true) + (tileSide is null ? 0 : image) + Math.Max(ends, Differences(tileHeight, tileWidth)) + Copies(tileHeight, tileWidth);
    }

    // The mask's root times the features, and times its square.
    private long Copies(long height, long width) => 2 * Largest(Masked, height, width) + Largest(Sliced, height, width);

    // Of the features and their targets, on the way to the gradient.
    private long Differences(long height, long width) => Largest(Content, height, width);

    private long Largest(IReadOnlyList<string> layers, long height, long width) => layers.Select(layer => Seen.FeatureBytes(layer, height, width)).DefaultIfEmpty(0).Max();

    private long Pass(long height, long width, int? tileSide, bool isBack)
    {
        var (tileHeight, tileWidth) = Tile(height, width, tileSide);
        return Seen.Bytes(tileHeight, tileWidth, isBack);
    }

    private (long Height, long Width) Tile(long height, long width, int? side)
    {
        if (side is not { } most)
            return (height, width);
        var tiling = new Tiling(Seen, height, width, most);
        return (tiling.Height, tiling.Width);
    }
}
