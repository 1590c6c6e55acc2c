using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A network with a name: how it is built, what its input is, where its weights are. Each one can also serve as an encoder.</summary>
public sealed record NetworkEntry
{
    private readonly Func<int, nn.Module<Tensor, Tensor>> _build;

    internal NetworkEntry(string name, string description, Preprocessing preprocessing, Func<int, nn.Module<Tensor, Tensor>> build) =>
        (Name, Description, Preprocessing, _build) = (name, description, preprocessing, build);

    /// <summary>As on the command line, for example <c>resnet18</c>.</summary>
    public string Name { get; init; }

    /// <summary>A few words about what it is good for.</summary>
    public string Description { get; init; }

    /// <summary>How images become its input.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>Whether it has a classifier: it can be trained, and can predict. Otherwise it is only an encoder.</summary>
    public bool CanClassify { get; init; } = true;

    /// <summary>Whether it is built into the library, so that it needs no file.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>Whether it belongs to the VGG family, the original networks of style transfer: <see cref="EncoderOptions"/> may choose its pooling and padding.</summary>
    public bool IsVgg { get; init; }

    /// <summary>How much the loss of each auxiliary head counts in training, as published; empty if it has none.</summary>
    public IReadOnlyList<double> AuxiliaryWeights { get; init; } = [];

    /// <summary>Parameters of the network as published, auxiliary heads included; without published weights, for ten classes.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds of one image of the size in <see cref="Preprocessing"/>, without auxiliary heads.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>
    /// How often, on ImageNet's 50,000 validation images, one center crop each, the most likely class is right, and one of the five most
    /// likely, in percent, as published by the authors of the weights; null if unknown.
    /// </summary>
    public (double Top1, double Top5)? Accuracy { get; init; }

    /// <summary>The weights that can be downloaded; null if there are none.</summary>
    public PublishedWeights? Weights { get; init; }

    /// <summary>Its weight file on this machine, downloaded, or put into <see cref="UserFolders.Weights"/> by the user; null if there is none. Looked up at each call.</summary>
    public CachedWeights? Cached => OwnFile ?? (IsEmbedded ? null : CachedWeights.Find(CachedWeights.List(), Name, Weights?.FileName));

    /// <summary>Whether its weights are on this machine. Looked up at each call.</summary>
    public bool IsHere => IsEmbedded || Cached is not null;

    // A tensor that identifies the network's files: no earlier network in the catalog has one with this name.
    internal string? Landmark { get; init; }

    // The side of the landmark's kernel, if the name alone does not tell.
    internal int? LandmarkSide { get; init; }

    // Set if the file gives the entry its name.
    internal CachedWeights? OwnFile { get; init; }

    /// <summary>A new network with random weights, drawn with torch's random numbers.</summary>
    /// <param name="classes">1 or more.</param>
    /// <exception cref="InvalidOperationException">It cannot classify (<see cref="CanClassify"/>).</exception>
    public Classifier Create(int classes) => CanClassify
        ? (Classifier)Build(Require.Positive(classes))
        : throw new InvalidOperationException($"The network '{Name}' has no classifier: it is for style transfer only.");

    /// <summary>All its modules with random weights, for inspection; a classifier has a thousand classes.</summary>
    public nn.Module<Tensor, Tensor> CreateModules() => Build(1000);

    /// <summary>The path of its weight file on this machine.</summary>
    /// <exception cref="WeightFileException">There is none; the message says how to get it.</exception>
    public string FindFile() => Cached?.FullPath ?? throw new WeightFileException(Name, Weights is null
        ? $"this network has no published weights, and the folder {UserFolders.Weights} has no {Name}.safetensors; train it, or name a weight file."
        : $"the weights are not on this machine; download them with `atelier weights pull {Name}`, or name a weight file.");

    /// <summary>The network with its weights as a frozen encoder, owned by the caller.</summary>
    /// <param name="options">Pooling and padding apply only to the VGG family. If null, they are as the network was trained.</param>
    /// <exception cref="WeightFileException">Its weights are not on this machine, or the file cannot be used.</exception>
    public FeatureEncoder LoadEncoder(EncoderOptions? options = null) =>
        IsEmbedded ? EmbeddedNetwork.Load(options) : NetworkCatalog.LoadEncoderFile(FindFile(), options);

    private nn.Module<Tensor, Tensor> Build(int classes)
    {
        NativeTorch.EnsureLoaded();
        return _build(classes);
    }
}
