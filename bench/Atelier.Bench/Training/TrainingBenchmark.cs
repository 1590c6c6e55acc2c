using Atelier.Bench.Harness;

namespace Atelier.Bench.Benchmarks;

/// <summary>Training steps of ResNet-18: forward, loss, backward, SGD with momentum, against the same loop in Debian's PyTorch.</summary>
public sealed class TrainingBenchmark : IBenchmark
{
    /// <summary>Images of one run, whatever their size.</summary>
    public const int Images = 64;

    /// <summary>Classes to tell apart.</summary>
    public const int Classes = 10;

    /// <inheritdoc/>
    public string Name => "training";

    /// <inheritdoc/>
    public string Summary => $"{Images} images through training steps of ResNet-18, batch 32 up to 64 px and 16 above; the loss is the last step's";

    /// <inheritdoc/>
    public IReadOnlyList<int> Sizes => [64, 224];

    /// <inheritdoc/>
    public int Rounds => 9;

    /// <inheritdoc/>
    public IReadOnlyList<Variant> Variants
    {
        get
        {
            var ours = new Variant("atelier", size => new TrainingWorkload(size));
            if (PyTorchWorkload.IsThere)
                return [new("pytorch", size => new PyTorchWorkload("PyTorch/training.py", size, Batch(size), Images, Classes)), ours];
            Console.WriteLine("pytorch: skipped, /usr/bin/python3 has no torchvision (Debian: python3-torchvision)");
            return [ours];
        }
    }

    /// <summary>Images of a step.</summary>
    public static int Batch(int size) => size <= 64 ? 32 : 16;
}
