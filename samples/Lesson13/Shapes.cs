using Atelier.Data;
using static TorchSharp.torch;

namespace Atelier.Samples.Lesson13;

/// <summary>Drawn images to train on, so that the sample needs no data: discs, squares and crosses of any color, anywhere.</summary>
public sealed class Shapes : IDisposable
{
    private static readonly string[] Names = ["cross", "disc", "square"];
    private readonly List<Tensor> _tensors = [];
    private readonly int _training, _validation;

    /// <param name="training">Images to train on.</param>
    /// <param name="validation">Images to validate on.</param>
    /// <param name="size">Pixels per side.</param>
    public Shapes(int training = 192, int validation = 48, int size = 24)
    {
        (_training, _validation) = (training, validation);
        Data = Draw(size);
    }

    /// <summary>The images in batches of 16; they can be had at another size.</summary>
    public TrainingData Data { get; }

    /// <inheritdoc/>
    public void Dispose() => _tensors.ForEach(tensor => tensor.Dispose());

    private TrainingData Draw(int size) => new(
        Batches(_training, size, shuffle: true),
        Batches(_validation, size, shuffle: false)) { Classes = Names, Resize = Draw };

    private TensorBatches Batches(int count, int size, bool shuffle)
    {
        var random = new Random(count);
        var pixels = new float[count * 3 * size * size];
        var classes = new long[count];
        for (var i = 0; i < count; i++)
            Paint(pixels.AsSpan(i * 3 * size * size, 3 * size * size), size, (int)(classes[i] = i % Names.Length), random);
        var (images, labels) = (tensor(pixels, [count, 3, size, size]), tensor(classes));
        _tensors.AddRange([images, labels]);
        return new(images, labels) { BatchSize = 16, Seed = 1, Shuffle = shuffle };
    }

    private static void Paint(Span<float> image, int size, int shape, Random random)
    {
        var (radius, noise) = (0.22 + 0.13 * random.NextDouble(), 0.15);
        var (x0, y0) = (0.35 + 0.3 * random.NextDouble(), 0.35 + 0.3 * random.NextDouble());
        for (var channel = 0; channel < 3; channel++)
        {
            var (paper, ink) = (random.NextDouble() - 1, random.NextDouble() + 0.2);
            for (var at = 0; at < size * size; at++)
            {
                var (x, y) = (Math.Abs((at % size + 0.5) / size - x0) / radius, Math.Abs((double)(at / size + 0.5) / size - y0) / radius);
                var isInside = shape switch
                {
                    0 => Math.Min(x, y) < 0.3 && Math.Max(x, y) < 1,
                    1 => x * x + y * y < 1,
                    _ => Math.Max(x, y) < 0.9,
                };
                image[channel * size * size + at] = (float)((isInside ? ink : paper) + noise * (random.NextDouble() - 0.5));
            }
        }
    }
}
