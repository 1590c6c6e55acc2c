namespace Atelier.Models;

/// <summary>A member of the ResNet family: how many blocks each of its four stages has, and which kind.</summary>
/// <remarks>He et al., "Deep Residual Learning for Image Recognition", 2016, table 1.</remarks>
internal sealed record ResNetVariant
{
    private ResNetVariant(string name, bool hasBottlenecks, params int[] depths) => (Name, HasBottlenecks, Depths) = (name, hasBottlenecks, depths);

    /// <summary>torchvision's name, for example <c>resnet18</c>.</summary>
    public string Name { get; }

    /// <summary>Blocks in each of the four stages.</summary>
    public IReadOnlyList<int> Depths { get; }

    /// <summary>Whether a block is 1x1, 3x3, 1x1 with four times the channels at its end, rather than two 3x3.</summary>
    public bool HasBottlenecks { get; }

    /// <summary>Channels at the end of a block, in units of the stage's width: 1 or 4.</summary>
    public int Expansion => HasBottlenecks ? 4 : 1;

    /// <summary>ResNet-18, 34 and 50.</summary>
    public static IReadOnlyList<ResNetVariant> All { get; } =
    [
        new("resnet18", false, 2, 2, 2, 2),
        new("resnet34", false, 3, 4, 6, 3),
        new("resnet50", true, 3, 4, 6, 3),
    ];

    /// <summary>The variant with this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ResNetVariant Named(string name) =>
        All.FirstOrDefault(variant => variant.Name == name)
        ?? throw new ArgumentException($"Unknown network '{name}': use one of {string.Join(", ", All.Select(variant => variant.Name))}.", nameof(name));
}
