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
