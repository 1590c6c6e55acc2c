using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>The networks that classify images, by name.</summary>
public static class Classifiers
{
    /// <summary>All of them: the small ones, then those with public weights.</summary>
    public static IReadOnlyList<ClassifierKind> All { get; } =
    [
        new("small", "a small residual network for small images and quick trials", 64, InputNormalization.ImageNet, classes => new SmallConvNet(classes))
        {
            Landmark = "layers.0.conv1.weight", Parameters = 311_274, MultiplyAdds = 14_779_648,
        },
        new("small_inception", "four blocks of Inception v1, for small images", 64, InputNormalization.ImageNet, classes => new SmallInception(classes))
        {
            Landmark = "inception1a.branch2.1.conv.weight", Parameters = 383_474, MultiplyAdds = 60_853_376,
        },
        new("small_inception_nx1", "the same, with 1 x n and n x 1 convolutions", 64, InputNormalization.ImageNet, classes => new SmallInception(classes, isFactorized: true))
        {
            Landmark = "inception1a.branch2.2.conv.weight", Parameters = 365_666, MultiplyAdds = 57_789_568,
        },
        new("small_inception_resnet", "five residual Inception blocks, for small images", 64, InputNormalization.ImageNet, classes => new SmallInceptionResNet(classes))
        {
            Landmark = "mixed1.conv.weight", Parameters = 692_938, MultiplyAdds = 87_436_416,
        },
        new("squeezenet1_1", "small and quick", 224, InputNormalization.ImageNet, classes => new SqueezeNetwork(classes))
        {
            Landmark = "features.3.squeeze.weight", Parameters = 1_235_496, MultiplyAdds = 349_151_936,
            Accuracy = new(58.178, 80.624), Weights = Torchvision("squeezenet1_1-b8a52dc0.pth"),
        },
        ResNet("resnet18", "the usual choice", 11_689_512, 1_814_073_344, new(69.758, 89.078), "resnet18-f37072fd.pth", "layer1.0.conv1.weight"),
        ResNet("resnet34", "twice the depth", 21_797_672, 3_663_761_408, new(73.314, 91.420), "resnet34-b627a593.pth", "layer3.5.conv1.weight"),
        ResNet("resnet50", "three layers to a block", 25_557_032, 4_089_184_256, new(76.130, 92.862), "resnet50-0676ba61.pth", "layer1.0.conv3.weight"),
        new("googlenet", "Inception v1, with two auxiliary heads", 224, InputNormalization.Half, classes => new GoogLeNet(classes))
        {
            Landmark = "inception3a.branch1.conv.weight", Parameters = 13_004_888, MultiplyAdds = 1_498_376_192,
            Accuracy = new(69.778, 89.530), Weights = Torchvision("googlenet-1378be20.pth"),
        },
        new("inception_v3", "factorized convolutions, an auxiliary head", 299, InputNormalization.Half, classes => new InceptionV3(classes))
        {
            Landmark = "Mixed_5b.branch1x1.conv.weight", LeastSize = 75, Parameters = 27_161_264, MultiplyAdds = 5_713_216_096,
            Accuracy = new(77.294, 93.450), Weights = Torchvision("inception_v3_google-0cc3c7bd.pth"),
        },
        new("inception_v4", "deeper and more regular", 299, InputNormalization.Half, classes => new InceptionV4(classes))
        {
            Landmark = "features.3.conv.conv.weight", LeastSize = 75, Parameters = 42_679_816, MultiplyAdds = 12_253_974_624,
            Accuracy = new(80.144, 94.982), Weights = Cadene("inceptionv4-8e4777a0.pth"),
        },
        new("inception_resnet_v2", "residual Inception blocks, the most accurate here", 299, InputNormalization.Half, classes => new InceptionResNetV2(classes))
        {
            Landmark = "repeat_1.0.branch0.conv.weight", LeastSize = 75, Parameters = 55_843_464, MultiplyAdds = 13_155_794_016,
            Accuracy = new(80.434, 95.312), Weights = Cadene("inceptionresnetv2-520b38e4.pth"),
        },
    ];

    /// <summary>The names, in that order.</summary>
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

    private static ClassifierKind ResNet(string name, string description, long parameters, long multiplyAdds, PublishedAccuracy accuracy, string file, string landmark) =>
        new(name, description, 224, InputNormalization.ImageNet, classes => new ResNetwork(ResNetVariant.Named(name), classes))
        {
            Landmark = landmark, Parameters = parameters, MultiplyAdds = multiplyAdds, Accuracy = accuracy, Weights = Torchvision(file),
        };

    private static PublicWeights Torchvision(string file) => new("torchvision", new($"https://download.pytorch.org/models/{file}"), "BSD-3-Clause");

    private static PublicWeights Cadene(string file) => new("Cadene", new($"http://data.lip6.fr/cadene/pretrainedmodels/{file}"), "Apache-2.0 (TensorFlow's originals)");
}
