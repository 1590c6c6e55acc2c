using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>A loss and its gradient at one image. Owns the gradient.</summary>
/// <param name="Losses">The loss and what it consists of.</param>
/// <param name="Gradient">As large as the image.</param>
public sealed record Evaluation(LossParts Losses, Tensor Gradient) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Gradient.Dispose();
}

/// <summary>The parts of a loss, each with its weight.</summary>
/// <param name="Content">Distance from the content image's features.</param>
/// <param name="Style">Distance from the painting's Gram matrices.</param>
/// <param name="TotalVariation">Roughness.</param>
public readonly record struct LossParts(double Content, double Style, double TotalVariation)
{
    /// <summary>Their sum, which is minimized.</summary>
    public double Total => Content + Style + TotalVariation;
}
