namespace Atelier.Models;

/// <summary>What the catalog lists.</summary>
internal static class NetworkTable
{
    // Full checksums and sizes are given where several independent sources agree on them.
    private const string Vgg16Sum = "397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0";
    private const string Vgg19Sum = "dcbb9e9dad569fff7a846263a77324fc34978fea2bfb039c012d710e1776ae44";

    /// <summary>For small images and quick trials; no weights are published.</summary>
    public static IReadOnlyList<NetworkEntry> Small { get; } =
    [
        new("small", "a small residual network for small images and quick trials", SmallConvNet.Input, classes => new SmallConvNet(classes))
        {
            Landmark = "layers.0.conv1.weight", Parameters = 311_274, MultiplyAdds = 14_779_648,
        },
        new("small_inception", "four blocks of Inception v1, for small images", SmallInception.Input, classes => new SmallInception(classes))
        {
            Landmark = "inception1a.branch2.1.conv.weight", Parameters = 383_474, MultiplyAdds = 60_853_376,
        },
        new("small_inception_nx1", "the same, with 1 x n and n x 1 convolutions", SmallInception.Input, classes => new SmallInception(classes, isFactorized: true))
        {
            Landmark = "inception1a.branch2.2.conv.weight", Parameters = 365_666, MultiplyAdds = 57_789_568,
        },
        new("small_inception_resnet", "five residual Inception blocks, for small images", SmallInceptionResNet.Input, classes => new SmallInceptionResNet(classes))
        {
            Landmark = "mixed1.conv.weight", Parameters = 692_938, MultiplyAdds = 87_436_416,
        },
    ];

    /// <summary>The usual classifiers apart from the VGG family, nearly all with published weights.</summary>
    public static IReadOnlyList<NetworkEntry> Usual { get; } =
    [
        new("squeezenet1_1", "small and quick", SqueezeNetwork.Input, classes => new SqueezeNetwork(classes))
        {
            Landmark = "features.3.squeeze.weight", Parameters = 1_235_496, MultiplyAdds = 349_151_936,
            Accuracy = new(58.178, 80.624), Weights = Torchvision("squeezenet1_1", "squeezenet1_1-b8a52dc0.pth"),
        },
        ResNet("resnet18", "the usual choice", 11_689_512, 1_814_073_344, new(69.758, 89.078), "resnet18-f37072fd.pth", "layer1.0.conv1.weight"),
        ResNet("resnet34", "twice the depth", 21_797_672, 3_663_761_408, new(73.314, 91.420), "resnet34-b627a593.pth", "layer3.5.conv1.weight"),
        ResNet("resnet50", "three layers per block", 25_557_032, 4_089_184_256, new(76.130, 92.862), "resnet50-0676ba61.pth", "layer1.0.conv3.weight"),
        new("googlenet", "Inception v1, with two auxiliary heads", GoogLeNet.Input, classes => new GoogLeNet(classes))
        {
            Landmark = "inception3a.branch1.conv.weight", Parameters = 13_004_888, MultiplyAdds = 1_498_376_192, AuxiliaryWeights = [0.3, 0.3],
            Accuracy = new(69.778, 89.530), Weights = Torchvision("googlenet", "googlenet-1378be20.pth"),
        },
        new("googlenet_5x5", "the same with the paper's 5x5 convolutions", GoogLeNet.Input, classes => new GoogLeNet(classes, large: 5))
        {
            Landmark = "inception3a.branch3.1.conv.weight", LandmarkSide = 5, Parameters = 10_341_566, MultiplyAdds = 1_581_658_112, AuxiliaryWeights = [0.3, 0.3],
        },
        new("inception_v3", "factorized convolutions, an auxiliary head", InceptionV3.Input, classes => new InceptionV3(classes))
        {
            Landmark = "Mixed_5b.branch1x1.conv.weight", Parameters = 27_161_264, MultiplyAdds = 5_713_216_096, AuxiliaryWeights = [0.4],
            Accuracy = new(77.294, 93.450), Weights = Torchvision("inception_v3", "inception_v3_google-0cc3c7bd.pth"),
        },
        new("inception_v4", "deeper and more regular", InceptionV4.Input, classes => new InceptionV4(classes))
        {
            Landmark = "features.3.conv.conv.weight", Parameters = 42_679_816, MultiplyAdds = 12_253_974_624,
            Accuracy = new(80.144, 94.982), Weights = Cadene("inception_v4", "inceptionv4-8e4777a0.pth"),
        },
        new("inception_resnet_v2", "residual Inception blocks, the most accurate here", InceptionResNetV2.Input, classes => new InceptionResNetV2(classes))
        {
            Landmark = "repeat_1.0.branch0.conv.weight", Parameters = 55_843_464, MultiplyAdds = 13_155_794_016,
            Accuracy = new(80.434, 95.312), Weights = Cadene("inception_resnet_v2", "inceptionresnetv2-520b38e4.pth"),
        },
    ];

    /// <summary>The VGG family. Accuracies are those of torchvision's weights, IMAGENET1K_V1.</summary>
    public static IReadOnlyList<NetworkEntry> Vgg { get; } =
    [
        VggEntry("vgg11", "8a719046", new(69.020, 88.628)),
        VggEntry("vgg11_bn", "6002323d", new(70.370, 89.810)),
        VggEntry("vgg13", "19584684", new(69.928, 89.246)),
        VggEntry("vgg13_bn", "abd245e5", new(71.586, 90.374)),
        VggEntry("vgg16", Vgg16Sum, new(71.592, 90.382), 553_433_881),
        VggEntry("vgg16_bn", "6c64b313", new(73.360, 91.516)),
        VggEntry("vgg19", Vgg19Sum, new(72.376, 90.876), 574_673_361),
        VggEntry("vgg19_bn", "c79401a0", new(74.218, 91.842), 574_769_405),
    ];

    /// <summary>Atelier's own, which needs no file.</summary>
    public static NetworkEntry Embedded { get; } =
        new(EmbeddedNetwork.Name, "built in: VGG-19's first three blocks, distilled", VggNetwork.Input, _ => VggNetwork.BuildFeatures(VggVariant.Atelier, "relu3_4"))
        {
            CanClassify = false, IsEmbedded = true, IsVgg = true, Parameters = VggVariant.Atelier.CountParameters(), MultiplyAdds = VggVariant.Atelier.CountMultiplyAdds(VggNetwork.Input.ImageSize),
        };

    /// <summary>Features of the VGG family in a user's file: which ones, and how many, is known once they are loaded.</summary>
    public static NetworkEntry OtherVgg { get; } = Embedded with { IsEmbedded = false, Parameters = 0, MultiplyAdds = 0 };

    private static NetworkEntry ResNet(string name, string description, long parameters, long multiplyAdds, (double Top1, double Top5) accuracy, string file, string landmark) =>
        new(name, description, ResNetwork.Input, classes => new ResNetwork(name, classes))
        {
            Landmark = landmark, Parameters = parameters, MultiplyAdds = multiplyAdds, Accuracy = accuracy, Weights = Torchvision(name, file),
        };

    private static NetworkEntry VggEntry(string name, string sha256, (double Top1, double Top5) accuracy, long? bytes = null)
    {
        var variant = VggVariant.Named(name);
        return new(name, $"{variant.Depths.Sum()} convolutions of 3x3{(variant.BatchNorm ? " with batch norm" : "")}", VggNetwork.Input, classes => new VggNetwork(variant, classes))
        {
            IsVgg = true,
            Parameters = variant.CountParameters(),
            MultiplyAdds = variant.CountMultiplyAdds(VggNetwork.Input.ImageSize),
            Accuracy = accuracy,
            Weights = Torchvision(name, $"{name}-{sha256[..8]}.pth") with { Sha256 = sha256, Bytes = bytes },
        };
    }

    // The names of these files end in the first digits of their checksums.
    private static PublishedWeights Torchvision(string name, string file) => new(name, file, file[^12..^4]) { Source = "torchvision", License = "BSD-3-Clause" };

    private static PublishedWeights Cadene(string name, string file) => new(name, file, file[^12..^4])
    {
        Source = "Cadene", License = "Apache-2.0", Server = new("http://data.lip6.fr/cadene/pretrainedmodels/"),
    };
}
