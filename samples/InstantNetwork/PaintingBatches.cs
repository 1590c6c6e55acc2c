using System.Formats.Tar;
using Atelier.Data;
using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Samples.InstantNetwork;

/// <summary>Photographs, each beside a painting to paint it after: a batch's inputs are the photos, its targets the paintings.</summary>
/// <remarks>Each painting gives many styles: by crop, scale, flip, light, and another hue now and then.</remarks>
/// <param name="photos">Files' contents.</param>
/// <param name="paintings">Likewise.</param>
/// <param name="recipe">How large they are.</param>
/// <param name="batches">In an epoch.</param>
internal sealed class PaintingBatches(IReadOnlyList<byte[]> photos, IReadOnlyList<byte[]> paintings, StageRecipe recipe, int batches) : IBatchSource
{
    // A photo that is enlarged by more is too blurred to learn from.
    private const int MostEnlarged = 2;
    private const double HueTurned = 0.25;

    public int Count => recipe.BatchSize * batches;

    public int BatchesPerEpoch => batches;

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
    public IEnumerable<Batch> Read(int epoch, int first = 0, CancellationToken stop = default)
    {
        // One batch ahead.
        var next = Task.Run(() => Make(epoch, first), stop);
        try
        {
            for (var index = first; index < batches; index++)
            {
                var batch = next.GetAwaiter().GetResult();
                var following = index + 1;
                next = Task.Run(() => following < batches ? Make(epoch, following) : null, stop);
                yield return batch!;
            }
        }
        finally
        {
            _ = next.ContinueWith(unread => unread.Result?.Dispose(), stop, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    private Batch? Make(int epoch, int index)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var random = new Random(unchecked((epoch * 1_000_003) ^ (index * 7919)));
        List<Tensor> inputs = [], targets = [];
        List<int> samples = [];
        for (var i = 0; i < recipe.BatchSize; i++)
        {
            var (photo, painting) = (random.Next(photos.Count), random.Next(paintings.Count));
            inputs.Add(Photo(Decode(photos[photo]), random));
            targets.Add(Painting(Decode(paintings[painting]), random));
            samples.Add(photo);
        }
        return new(cat([.. inputs]), cat([.. targets]), samples);
    }

    private Tensor Photo(Tensor image, Random random)
    {
        var wanted = Math.Min(recipe.Seen * (1 + 0.35 * random.NextDouble()), MostEnlarged * Math.Min(image.shape[2], image.shape[3]));
        return Light(Flip(Crop(Scaling.ShortSide(image, Math.Max(recipe.Seen, (int)wanted)), random), random), random);
    }

    private Tensor Painting(Tensor image, Random random)
    {
        var (height, width) = (image.shape[2], image.shape[3]);
        var longer = recipe.Level * Math.Pow(2, 0.8 * random.NextDouble() - 0.2);
        var scale = Math.Max(longer / Math.Max(height, width), (double)recipe.Seen / Math.Min(height, width));
        image = Scaling.To(image, Math.Max(recipe.Seen, (int)Math.Round(height * scale)), Math.Max(recipe.Seen, (int)Math.Round(width * scale)));
        image = Flip(Crop(image, random), random);
        return Light(random.NextDouble() < HueTurned ? Hue(image, random) : image, random);
    }

    private Tensor Crop(Tensor image, Random random)
    {
        var side = recipe.Seen;
        var (top, left) = (random.Next((int)image.shape[2] - side + 1), random.Next((int)image.shape[3] - side + 1));
        return image.narrow(2, top, side).narrow(3, left, side).contiguous();
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

    // Colors turned around the gray axis (Rodrigues' formula).
    private static Tensor Hue(Tensor image, Random random)
    {
        var angle = random.NextDouble() * 2 * Math.PI;
        var (cos, sin, rest) = (Math.Cos(angle), Math.Sin(angle) / Math.Sqrt(3), (1 - Math.Cos(angle)) / 3);
        double[] turn = [cos + rest, rest - sin, rest + sin, rest + sin, cos + rest, rest - sin, rest - sin, rest + sin, cos + rest];
        return tensor(turn, [3, 3]).to(float32).mm(image.flatten(2).squeeze(0)).view(image.shape).clamp(0, 1);
    }
}
