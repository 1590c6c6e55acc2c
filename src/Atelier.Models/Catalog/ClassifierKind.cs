using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A network that can be made by its name.</summary>
/// <param name="Name">As on the command line, for example <c>resnet18</c>.</param>
/// <param name="Description">A few words on what it is good for.</param>
/// <param name="InputSize">The images' side that it was designed for, in pixels. Images are shrunk to 8/7 of it and cut to its middle.</param>
/// <param name="Normalization">What its input is.</param>
/// <param name="Build">Makes it with so many classes.</param>
public sealed record ClassifierKind(
    string Name, string Description, int InputSize, InputNormalization Normalization, Func<int, nn.Module<Tensor, Tensor>> Build)
{
    /// <summary>A tensor by which the network's weight files are known: no network before it in the catalog has one of that name.</summary>
    public required string Landmark { get; init; }

    /// <summary>The least side of an image that leaves a pixel at the end.</summary>
    public int LeastSize { get; init; } = 32;

    /// <summary>Parameters of the network as published, auxiliary heads included; of the small networks, with ten classes.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds of one image at <see cref="InputSize"/>, without auxiliary heads.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>What its public weights achieve on ImageNet; null where there are none.</summary>
    public PublishedAccuracy? Accuracy { get; init; }

    /// <summary>Where its public weights come from; null where there are none.</summary>
    public PublicWeights? Weights { get; init; }

    /// <summary>A new network with random weights, by torch's random numbers. It is an <see cref="IClassifier"/>.</summary>
    /// <param name="classes">1 or more.</param>
    public nn.Module<Tensor, Tensor> Create(int classes) => Build(Require.Positive(classes));
}

/// <summary>Accuracy on ImageNet's 50,000 validation images, one central crop each, in per cent, as those publish it who trained the weights.</summary>
/// <param name="Top1">The likeliest class is right.</param>
/// <param name="Top5">One of the five likeliest is.</param>
public sealed record PublishedAccuracy(double Top1, double Top5);

/// <summary>Public weights of a network.</summary>
/// <param name="Source">Who publishes them.</param>
/// <param name="Url">The file.</param>
/// <param name="License">Their license, as far as their publisher names one.</param>
public sealed record PublicWeights(string Source, Uri Url, string License);
