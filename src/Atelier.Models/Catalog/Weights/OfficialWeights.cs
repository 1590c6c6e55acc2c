namespace Atelier.Models;

/// <summary>The catalog of torchvision's networks, trained on ImageNet.</summary>
/// <remarks>Names and the first 8 hex digits of the SHA-256 are torchvision's; the full sums and the sizes
/// are there where several independent sources agree on them.</remarks>
public static class OfficialWeights
{
    /// <summary>The server that torchvision downloads from.</summary>
    public static readonly Uri Server = new("https://download.pytorch.org/models/");

    private const string License = "BSD-3-Clause";

    /// <summary>Every network, by depth.</summary>
    public static IReadOnlyList<OfficialWeight> All { get; } =
    [
        Vgg("vgg11", "8a719046"),
        Vgg("vgg11_bn", "6002323d"),
        Vgg("vgg13", "19584684"),
        Vgg("vgg13_bn", "abd245e5"),
        Vgg("vgg16", "397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0", 553_433_881),
        Vgg("vgg16_bn", "6c64b313"),
        Vgg("vgg19", "dcbb9e9dad569fff7a846263a77324fc34978fea2bfb039c012d710e1776ae44", 574_673_361),
        Vgg("vgg19_bn", "c79401a0", 574_769_405),
        Classifier("squeezenet1_1", "squeezenet1_1-b8a52dc0.pth"),
        Classifier("resnet18", "resnet18-f37072fd.pth"),
        Classifier("resnet34", "resnet34-b627a593.pth"),
        Classifier("resnet50", "resnet50-0676ba61.pth"),
        Classifier("googlenet", "googlenet-1378be20.pth"),
        Classifier("inception_v3", "inception_v3_google-0cc3c7bd.pth"),
    ];

    /// <summary>The network of that name, or the file of PyTorch's hub whose whole name is given.</summary>
    /// <exception cref="WeightDownloadException">There is none.</exception>
    public static OfficialWeight Find(string name) =>
        All.FirstOrDefault(w => w.Name == name || w.FileName == name)
        ?? OfficialWeight.FromFileName(name)
        ?? throw new WeightDownloadException(
            $"There are no weights '{name}': use one of {string.Join(", ", All.Select(w => w.Name))}, or a file name of PyTorch's hub such as resnet18-f37072fd.pth.");

    // The file's name ends in the first digits of its sum.
    private static OfficialWeight Classifier(string name, string file) => new(name, file, file[^12..^4], null, License);

    private static OfficialWeight Vgg(string name, string sha256, long? bytes = null) =>
        new(name, $"{name}-{sha256[..8]}.pth", sha256, bytes, License);
}
