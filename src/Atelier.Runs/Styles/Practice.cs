using System.Security.Cryptography;
using System.Text;
using Atelier.Core;
using Atelier.Imaging;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>What the instant network practices on to learn paintings: whole, as large as at each size, beside photographs.</summary>
/// <remarks>Without photographs, parts of the paintings stand in for them, more or less blurred, as photographs are smooth where paintings are not.</remarks>
/// <param name="paintings">[1,3,h,w] each.</param>
/// <param name="photos">Files, or none.</param>
/// <param name="recipe">The stage.</param>
/// <param name="level">The longer side of pictures at this stage, in pixels.</param>
/// <param name="seed">Of the random numbers.</param>
internal sealed class Practice(IReadOnlyList<Tensor> paintings, IReadOnlyList<string> photos, StageRecipe recipe, int level, long seed) : IPractice
{
    // Where a photo is smaller, it is enlarged; where it is larger, this much of it is left out at most.
    private const double LargestCrop = 1.35;
    private const double MostBlurred = 4;

    /// <summary>Random numbers of their own for each number.</summary>
    public static Random RandomOf(int number, string kind, long seed = 0) =>
        new(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {number} {seed}"))));

    /// <summary>A part of an image with a square's sides.</summary>
    public static Tensor Crop(Tensor image, int side, Random random)
    {
        var (top, left) = (random.Next((int)image.shape[2] - side + 1), random.Next((int)image.shape[3] - side + 1));
        return image.narrow(2, top, side).narrow(3, left, side).contiguous();
    }

    /// <summary>Makes what stands in for photographs: by number, [1,3,S,S], in the caller's scope.</summary>
    /// <param name="paintings">[1,3,h,w] each.</param>
    /// <param name="side">S.</param>
    /// <param name="seed">Of the random numbers.</param>
    public static Func<int, Tensor> StandIns(IReadOnlyList<Tensor> paintings, int side, long seed = 0) => number => Part(number, side, seed, (random, seen) =>
        Blurred(Scaling.ShortSide(paintings[random.Next(paintings.Count)], seen), Math.Pow(MostBlurred, random.NextDouble())));

    /// <inheritdoc/>
    public Tensor Photo(int number) => photos.Count == 0
        ? StandIns(paintings, recipe.Side, seed)(number)
        : Part(number, recipe.Side, seed, (random, seen) => Scaling.ShortSide(Read(photos[random.Next(photos.Count)], seen), seen));

    /// <inheritdoc/>
    public Tensor Painting(int number)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var image = Scaling.LongSide(paintings[number], level);
        var multiple = 4 << recipe.Index;
        long Whole(long side) => Math.Max(multiple, side / multiple * multiple);
        return Math.Min(image.shape[2], image.shape[3]) < multiple
            ? throw new ShapeException($"a painting with sides of at least {multiple} pixels", image.shape)
            : image.narrow(2, 0, Whole(image.shape[2])).narrow(3, 0, Whole(image.shape[3])).contiguous().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public int PaintingAt(int step, int pair) => (step + pair) % paintings.Count;

    private static Tensor Part(int number, int side, long seed, Func<Random, int, Tensor> image)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var random = RandomOf(number, "photo", seed);
        var part = Crop(image(random, (int)(side * (1 + ((LargestCrop - 1) * random.NextDouble())))), side, random);
        return (random.Next(2) == 0 ? part : part.flip(3)).MoveToOuterDisposeScope();
    }

    private static Tensor Read(string file, int enough)
    {
        var pixels = ImageFile.Decode(file, File.ReadAllBytes(file), enough);
        return tensor(pixels.Bytes, [pixels.Height, pixels.Width, 3], uint8).permute(2, 0, 1).unsqueeze(0).to(float32) / Number(255);
    }

    private static Tensor Blurred(Tensor image, double factor)
    {
        var (height, width) = ((int)image.shape[2], (int)image.shape[3]);
        return Scaling.To(Scaling.To(image, (int)Math.Ceiling(height / factor), (int)Math.Ceiling(width / factor)), height, width);
    }
}
