using Atelier.Models.Normalization;
using Atelier.Models.ResNet;
using Atelier.Models.Small;
using static TorchSharp.torch;

namespace Atelier.Models.Catalogue;

/// <summary>The networks that classify images, by name.</summary>
public static class Classifiers
{
    /// <summary>All of them, the smallest first.</summary>
    public static IReadOnlyList<ClassifierKind> All { get; } =
    [
        new("small", "a small residual network for small images and quick trials", 64, InputNormalization.ImageNet, classes => new SmallConvNet(classes)),
        ResNet("resnet18", "11.7 million parameters; the usual choice"),
        ResNet("resnet34", "21.8 million parameters"),
        ResNet("resnet50", "25.6 million parameters, three layers to a block"),
    ];

    /// <summary>The names, the smallest network's first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kind => kind.Name)];

    /// <summary>The kind of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ClassifierKind Named(string name) =>
        All.FirstOrDefault(kind => kind.Name == name)
        ?? throw new ArgumentException($"Unknown network '{name}': use one of {string.Join(", ", Names)}.", nameof(name));

    /// <summary>A new network of that name with random weights, by torch's random numbers. It is an <see cref="IClassifier"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="classes">1 or more.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public static nn.Module<Tensor, Tensor> Create(string name, int classes) => Named(name).Create(classes);

    private static ClassifierKind ResNet(string name, string description) =>
        new(name, description, 224, InputNormalization.ImageNet, classes => new ResNetwork(ResNetVariant.Named(name), classes));
}
