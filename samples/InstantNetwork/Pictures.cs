using System.Formats.Tar;
using Atelier.Imaging;
using Atelier.Runs;
using static TorchSharp.torch;

namespace Atelier.Samples.InstantNetwork;

/// <summary>Photographs and paintings, as many as one likes; the same number gives the same picture.</summary>
/// <remarks>Each painting gives many styles: by crop, scale, flip, light and strength, and another hue now and then.</remarks>
/// <param name="photos">Files' contents.</param>
/// <param name="paintings">Likewise.</param>
/// <param name="lesson">How large they are.</param>
internal sealed class Pictures(IReadOnlyList<byte[]> photos, IReadOnlyList<byte[]> paintings, Lesson lesson) : IPractice
{
    // Fewer steps than those from one use of a photo to the next, so that the two part.
    private const int PaintingStays = 13;

    // What is enlarged by more is too blurred to learn from.
    private const double PhotoEnlarged = 2;
    private const double PaintingEnlarged = 1.15;
    private const double HueTurned = 0.25;
    private const double Strengthened = 0.4;

    /// <summary>The JPEG files of an archive, in the order of their names.</summary>
    public static IReadOnlyList<byte[]> ReadArchive(string path)
    {
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        using var stream = File.OpenRead(path);
        using var archive = new TarReader(stream);
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null || !entry.Name.EndsWith(".jpg", StringComparison.Ordinal))
                continue;
            using var content = new MemoryStream();
            entry.DataStream.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }
        return [.. files.Values];
    }

    /// <inheritdoc/>
    public int PaintingAt(int step, int pair) => step - (pair * PaintingStays);

    /// <inheritdoc/>
    public Tensor Photo(int number)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var random = Practice.RandomOf(number, "photo");
        var image = Decode(photos[random.Next(photos.Count)]);
        var wanted = Math.Min(lesson.Stage.Side * (1 + 0.35 * random.NextDouble()), PhotoEnlarged * Math.Min(image.shape[2], image.shape[3]));
        return Light(Flip(Practice.Crop(Scaling.ShortSide(image, Math.Max(lesson.Stage.Side, (int)wanted)), lesson.Stage.Side, random), random), random).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Painting(int number)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var random = Practice.RandomOf(number, "painting");
        var image = Decode(paintings[random.Next(paintings.Count)]);
        var (height, width) = (image.shape[2], image.shape[3]);
        var scale = Math.Min(lesson.Level * Math.Pow(2, 0.9 * random.NextDouble() - 0.4) / Math.Max(height, width), PaintingEnlarged);
        image = Scaling.To(image, Math.Max(16, (int)Math.Round(height * scale)), Math.Max(16, (int)Math.Round(width * scale)));
        image = Flip(Practice.Crop(Mirrored(Mirrored(image, 2), 3), lesson.Stage.Side, random), random);
        if (random.NextDouble() < HueTurned)
            image = Hue(image, random);
        if (random.NextDouble() < Strengthened)
            image = Strong(image, random);
        return Light(image, random).MoveToOuterDisposeScope();
    }

    // As large as what is seen, and so as it is, once and again beside its mirror image.
    private Tensor Mirrored(Tensor image, int dimension)
    {
        List<Tensor> parts = [image];
        while (parts.Count * image.shape[dimension] < lesson.Stage.Side)
            parts.Add(parts[^1].flip(dimension));
        return parts.Count == 1 ? image : cat([.. parts], dimension);
    }

    private static Tensor Decode(byte[] file)
    {
        var pixels = ImageFile.Decode("picture", file);
        return tensor(pixels.Bytes, [pixels.Height, pixels.Width, 3], uint8).permute(2, 0, 1).unsqueeze(0).to(float32) / 255;
    }

    private static Tensor Flip(Tensor image, Random random) => random.Next(2) == 0 ? image : image.flip(3);

    private static Tensor Light(Tensor image, Random random)
    {
        var (gain, gamma) = (0.85 + 0.3 * random.NextDouble(), Math.Pow(2, random.NextDouble() - 0.5));
        return (image.clamp(1e-4, 1).pow(gamma) * gain).clamp(0, 1);
    }

    // Old paintings are darker and duller than many that people choose.
    private static Tensor Strong(Tensor image, Random random)
    {
        var (saturation, contrast) = (1 + 1.5 * random.NextDouble(), 1 + 0.8 * random.NextDouble());
        var gray = image.mean([1], keepdim: true);
        image = gray + (image - gray) * saturation;
        var mean = image.mean();
        return (mean + (image - mean) * contrast).clamp(0, 1);
    }

    // Colors turned around the gray axis (Rodrigues' formula).
    private static Tensor Hue(Tensor image, Random random)
    {
        var angle = random.NextDouble() * 2 * Math.PI;
        var (cos, sin, rest) = (Math.Cos(angle), Math.Sin(angle) / Math.Sqrt(3), (1 - Math.Cos(angle)) / 3);
        double[] turn = [cos + rest, rest - sin, rest + sin, rest + sin, cos + rest, rest - sin, rest - sin, rest + sin, cos + rest];
        return tensor(turn, [3, 3]).to(float32).mm(image.flatten(2).squeeze(0)).view(image.shape).clamp(0, 1);
    }
}
