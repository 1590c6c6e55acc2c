using Atelier.Core;
using Atelier.Data;
using Atelier.Imaging;
using Atelier.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>Names what is in image files, which are prepared like validation images. Not safe for concurrent use.</summary>
/// <param name="network">[N,3,H,W] to logits [N,C]; it remains the caller's, and is put into evaluation mode.</param>
/// <param name="classes">C names.</param>
/// <param name="imageSize">Pixels per side of the network's input.</param>
/// <param name="normalization">What the network expects; ImageNet's if null.</param>
public sealed class ImageClassifier(nn.Module<Tensor, Tensor> network, IReadOnlyList<string> classes, int imageSize, Normalization? normalization = null) : IDisposable
{
    private const int BatchSize = 16;
    private readonly Normalization _normalization = normalization ?? Normalization.ImageNet;

    /// <summary>With the network's own preprocessing: image size, channel order, range, mean and standard deviation.</summary>
    /// <param name="network">It remains the caller's, and is put into evaluation mode.</param>
    /// <param name="classes">The names of its classes.</param>
    public ImageClassifier(Classifier network, IReadOnlyList<string> classes)
        : this(network, classes, network.Preprocessing.ImageSize, RunNetwork.NormalizationOf(network.Preprocessing.Normalization))
    {
    }

    /// <summary>Where to compute; the CPU by default. The network is moved there.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Whether disposing this frees the network.</summary>
    internal bool OwnsNetwork { get; init; }

    /// <summary>Predicts files, a batch at a time.</summary>
    /// <param name="files">Images.</param>
    /// <param name="top">How many classes to name, 1 or more.</param>
    /// <param name="stop">Ends the enumeration.</param>
    /// <returns>One for each file, in order; a file that cannot be read has a problem instead of classes.</returns>
    public IEnumerable<ImagePrediction> Predict(IEnumerable<string> files, int top = 5, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Predict(files.Select(file => (file, (Func<byte[]>)(() => File.ReadAllBytes(file)))), top, stop);
    }

    /// <summary>Predicts images of a collection.</summary>
    /// <param name="images">The collection.</param>
    /// <param name="chosen">Indices in it.</param>
    /// <param name="top">How many classes to name, 1 or more.</param>
    /// <param name="stop">Ends the enumeration.</param>
    /// <returns>One for each image, in order.</returns>
    public IEnumerable<ImagePrediction> Predict(ImageCollection images, IEnumerable<int> chosen, int top = 5, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(chosen);
        return Predict(chosen.Select(image => (images.Describe(image), (Func<byte[]>)(() => images.ReadFile(image)))), top, stop);
    }

    /// <summary>Frees the network if <see cref="TrainedModel.Load"/> created it.</summary>
    public void Dispose()
    {
        if (OwnsNetwork)
            network.Dispose();
    }

    private IEnumerable<ImagePrediction> Predict(IEnumerable<(string Name, Func<byte[]> Read)> files, int top, CancellationToken stop)
    {
        Require.Positive(top);
        return files.Chunk(BatchSize).SelectMany(chunk => PredictBatch(chunk, top, stop));
    }

    private ImagePrediction[] PredictBatch((string Name, Func<byte[]> Read)[] files, int top, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var problems = new string?[files.Length];
        var length = 3 * imageSize * imageSize;
        var pixels = new float[files.Length * length];
        Parallel.For(0, files.Length, i => problems[i] = Paint(files[i].Name, files[i].Read, pixels.AsSpan(i * length, length)));
        var probabilities = Probabilities(pixels, files.Length);
        NativeTorch.TrimMemory();   // The features of batch after batch leave holes: of Inception v3, after sixty, as much again as it needs.
        return [.. files.Select((file, i) => problems[i] is { } problem
            ? new ImagePrediction(file.Name, [], problem)
            : new ImagePrediction(file.Name, Best(probabilities.AsSpan(i * classes.Count, classes.Count), top)))];
    }

    private string? Paint(string file, Func<byte[]> read, Span<float> target)
    {
        try
        {
            var enough = (int)Math.Ceiling(1.2 * imageSize);
            var image = ImageFile.Decode(file, read(), enough);
            new SamplePainter(Augmentation.None, _normalization, imageSize, channelsLast: false).Paint(image, new CounterRandom(0, 0, 0), target);
            return null;
        }
        catch (Exception e) when (e is ImageFileException or DataSetException)
        {
            return e.Message;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{file}: cannot be read ({e.Message.TrimEnd('.')}); check the file and its permissions.";
        }
    }

    private float[] Probabilities(float[] pixels, int count)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        network.to(Device).eval();
        var logits = network.call(tensor(pixels, [count, 3, imageSize, imageSize], device: Device));    // [N,C]
        if (logits.shape[1] != classes.Count)
            throw new ShapeException($"[N,{classes.Count}]", logits.shape);
        return logits.softmax(1).cpu().data<float>().ToArray();
    }

    private List<ClassProbability> Best(ReadOnlySpan<float> probabilities, int top)
    {
        float[] all = probabilities.ToArray();
        return [.. Enumerable.Range(0, all.Length).OrderByDescending(c => all[c]).Take(top).Select(c => new ClassProbability(classes[c], all[c]))];
    }
}

/// <summary>A class with its probability.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Probability">In [0,1].</param>
public sealed record ClassProbability(string Class, double Probability);

/// <summary>What a network sees in an image.</summary>
/// <param name="Image">The file.</param>
/// <param name="Classes">The most likely first; empty if the file could not be read.</param>
/// <param name="Problem">A sentence about why the file could not be read; null if it could.</param>
public sealed record ImagePrediction(string Image, IReadOnlyList<ClassProbability> Classes, string? Problem = null);
