using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Something to minimize over an image. Give one of your own to <see cref="Pyramid.Run"/>, which disposes it if it is an <see cref="IDisposable"/>.</summary>
/// <example>
/// <code>
/// sealed class Gray : IObjective   // half the square of each pixel's distance from gray
/// {
///     public Evaluation Evaluate(Tensor image)
///     {
///         var gradient = image - 0.5;
///         return new(gradient.square().sum().ToDouble() / 2, gradient);
///     }
/// }
/// </code>
/// </example>
public interface IObjective
{
    /// <summary>The loss and its gradient. Tensors made on the way may be left to the caller's scope.</summary>
    /// <param name="image">[1,3,H,W], not to be changed.</param>
    Evaluation Evaluate(Tensor image);
}

/// <summary>A loss and its gradient at one image. Owns the gradient.</summary>
/// <param name="Losses">The loss and what it consists of.</param>
/// <param name="Gradient">As large as the image.</param>
public sealed record Evaluation(LossParts Losses, Tensor Gradient) : IDisposable
{
    /// <summary>Of an objective whose loss is of one kind.</summary>
    /// <param name="loss">What is minimized.</param>
    /// <param name="gradient">As large as the image.</param>
    public Evaluation(double loss, Tensor gradient)
        : this(new LossParts(0, 0, 0, loss), gradient)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => Gradient.Dispose();
}

/// <summary>The parts of a loss, each with its weight.</summary>
/// <param name="Content">Distance from the content image's features.</param>
/// <param name="Style">Distance from the painting's Gram matrices.</param>
/// <param name="TotalVariation">Roughness.</param>
/// <param name="Other">What an objective of your own adds; 0 by default.</param>
public readonly record struct LossParts(double Content, double Style, double TotalVariation, double Other = 0)
{
    /// <summary>Not numbers: of <see cref="Recipe.Instant"/>, which minimizes nothing.</summary>
    public static LossParts None => new(double.NaN, double.NaN, double.NaN);

    /// <summary>Their sum, which is minimized.</summary>
    public double Total => Content + Style + TotalVariation + Other;
}

/// <summary>Losses as state: the parts of one after another.</summary>
internal static class LossState
{
    public static void WriteLosses(this StateWriter to, string name, IEnumerable<LossParts> losses) =>
        to.WriteDoubles(name, losses.SelectMany(loss => (double[])[loss.Content, loss.Style, loss.TotalVariation, loss.Other]));

    public static LossParts[] ReadLosses(this StateReader from, string name) =>
        [.. from.ReadDoubles(name).Chunk(4).Select(parts => new LossParts(parts[0], parts[1], parts[2], parts[3]))];
}
