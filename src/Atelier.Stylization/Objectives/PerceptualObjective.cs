using Atelier.Core;
using Atelier.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>What style transfer minimizes: content and style losses over an encoder's features, and total variation.</summary>
/// <remarks>Gatys et al. 2015, equation 7. Content losses are made before it, at the content image; it owns all losses.</remarks>
public sealed class PerceptualObjective : IObjective, IDisposable
{
    private readonly FeatureEncoder _encoder;
    private readonly IReadOnlyList<(string Layer, FeatureLoss Loss)> _content;
    private readonly IReadOnlyList<(string Layer, FeatureLoss Loss)> _style;
    private readonly string[] _taps;

    /// <param name="encoder">Kept, not owned.</param>
    /// <param name="content">Content losses by layer; may be empty.</param>
    /// <param name="style">Style losses by layer; may be empty if <paramref name="content"/> is not.</param>
    public PerceptualObjective(
        FeatureEncoder encoder,
        IReadOnlyList<(string Layer, FeatureLoss Loss)> content,
        IReadOnlyList<(string Layer, FeatureLoss Loss)> style)
    {
        (_encoder, _content, _style) = (encoder, content, style);
        _taps = [.. Require.NotEmpty([.. content, .. style], nameof(style)).Select(part => encoder.Resolve(part.Layer)).Distinct()];
    }

    /// <summary>Weight of <see cref="TotalVariation"/>; 0, the default, leaves it out.</summary>
    public double TotalVariationWeight { get; init => field = Require.NonNegative(value); }

    /// <summary>Whether images are network input already (see <see cref="FeatureEncoder.Forward"/>); false by default.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>The loss and its gradient.</summary>
    /// <param name="image">[N,3,H,W].</param>
    public Evaluation Evaluate(Tensor image)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var pass = _encoder.Forward(image, _taps, IsNormalized);
        var content = Sum(pass, _content);
        var style = Sum(pass, _style);
        var gradient = pass.Backward();
        var rough = TotalVariationWeight > 0
            ? TotalVariation.Evaluate(image, TotalVariationWeight, gradient).ToDouble()
            : 0;
        return new(new LossParts(content, style, rough), gradient.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, loss) in _content.Concat(_style))
            loss.Dispose();
    }

    private static double Sum(EncoderPass pass, IReadOnlyList<(string Layer, FeatureLoss Loss)> parts) =>
        parts.Sum(part => part.Loss.Evaluate(pass.Features(part.Layer), pass.Gradient(part.Layer)).ToDouble());
}
