using System.Globalization;
using System.Text.RegularExpressions;
using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>The order of color channels that a network was trained with.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue: torchvision's and nearly all others.</summary>
    Rgb,

    /// <summary>Blue, green, red: networks that came from Caffe.</summary>
    Bgr,
}

/// <summary>
/// How pixels in [0,1], RGB, become a network's input: <c>(order(x) * Range - Mean) / StandardDeviation</c>.
/// </summary>
/// <param name="Order">The network's channel order; mean and standard deviation are in this order.</param>
/// <param name="Range">The value of white before the mean is subtracted: 1 or 255.</param>
/// <param name="Mean">Per channel, in units of <paramref name="Range"/>.</param>
/// <param name="StandardDeviation">Per channel, in units of <paramref name="Range"/>; greater than 0.</param>
public sealed partial record InputNormalization(
    ChannelOrder Order, double Range, IReadOnlyList<double> Mean, IReadOnlyList<double> StandardDeviation)
{
    /// <summary>torchvision's ImageNet networks: RGB in [0,1], ImageNet's mean and standard deviation.</summary>
    public static InputNormalization ImageNet { get; } =
        new(ChannelOrder.Rgb, 1, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>Networks converted from Caffe, the original VGG among them: BGR in [0,255] minus ImageNet's mean.</summary>
    public static InputNormalization Caffe { get; } =
        new(ChannelOrder.Bgr, 255, [103.939, 116.779, 123.68], [1, 1, 1]);

    /// <summary>Networks converted from TensorFlow, the Inception family: RGB in [-1,1].</summary>
    public static InputNormalization Half { get; } = new(ChannelOrder.Rgb, 1, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]);

    /// <summary>Leaves pixels unchanged.</summary>
    public static InputNormalization None { get; } = new(ChannelOrder.Rgb, 1, [0, 0, 0], [1, 1, 1]);

    /// <summary>Pixels to network input.</summary>
    /// <param name="image">[N,3,H,W], RGB in [0,1].</param>
    /// <returns>[N,3,H,W]; with None, a new tensor of the same values.</returns>
    public Tensor Apply(Tensor image)
    {
        using var scope = NewDisposeScope();
        var ordered = Order is ChannelOrder.Bgr ? image.flip(1) : image;
        var (factor, offset) = Affine(image);
        return (ordered * factor).Plus(offset).MoveToOuterDisposeScope();
    }

    /// <summary>The gradient with respect to the pixels, given the one with respect to the network's input.</summary>
    /// <param name="gradient">[N,3,H,W], in the network's channel order.</param>
    /// <returns>[N,3,H,W], RGB.</returns>
    public Tensor Backward(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var scaled = gradient * Affine(gradient).Factor;
        return (Order is ChannelOrder.Bgr ? scaled.flip(1) : scaled).MoveToOuterDisposeScope();
    }

    /// <summary>Network input back to pixels.</summary>
    /// <param name="input">[N,3,H,W].</param>
    /// <returns>[N,3,H,W], RGB, in [0,1] if the input came from such pixels.</returns>
    public Tensor Invert(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (factor, offset) = Affine(input);
        var pixels = (input - offset) / factor;
        return (Order is ChannelOrder.Bgr ? pixels.flip(1) : pixels).MoveToOuterDisposeScope();
    }

    /// <summary>Reads a description such as <c>RGB 0-1, mean (…), std (…)</c> or <c>BGR, 0-255, minus (…)</c>, as found in weight files.</summary>
    /// <returns>Null if the text describes no normalization.</returns>
    public static InputNormalization? TryParse(string? text)
    {
        if (text is null || DescriptionPattern().Match(text) is not { Success: true } match)
            return null;
        var order = match.Groups["order"].Value.Equals("BGR", StringComparison.OrdinalIgnoreCase) ? ChannelOrder.Bgr : ChannelOrder.Rgb;
        return Triple(match.Groups["mean"].Value) is { } mean && (match.Groups["std"] is { Success: true } std ? Triple(std.Value) : [1, 1, 1]) is { } deviation && Array.TrueForAll(deviation, value => value > 0)
            ? new(order, match.Groups["range"].Value == "1" ? 1 : 255, mean, deviation)
            : null;
    }

    /// <summary>The description that <see cref="TryParse"/> reads.</summary>
    public string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{Order.ToString().ToUpperInvariant()} 0-{Range}, mean ({string.Join(',', Mean)}), std ({string.Join(',', StandardDeviation)})");

    private (Tensor Factor, Tensor Offset) Affine(Tensor like)
    {
        var factor = StandardDeviation.Select(s => (float)(Range / s)).ToArray();
        var offset = Mean.Zip(StandardDeviation, (m, s) => (float)(-m / s)).ToArray();
        return (tensor(factor, like.dtype, like.device).view(1, 3, 1, 1), tensor(offset, like.dtype, like.device).view(1, 3, 1, 1));
    }

    // Null where one is no number.
    private static double[]? Triple(string text)
    {
        var numbers = text.Split(',').Select(number => PlainNumber.TryParse<double>(number, out var value) ? value : double.NaN).ToArray();
        return Array.TrueForAll(numbers, double.IsFinite) ? numbers : null;
    }

    [GeneratedRegex(@"(?<order>RGB|BGR)\W+0-(?<range>1|255)\b.*?(?:mean|minus)\s*\(\s*(?<mean>[\d.]+\s*,\s*[\d.]+\s*,\s*[\d.]+)\s*\)(?:.*?std\s*\(\s*(?<std>[\d.]+\s*,\s*[\d.]+\s*,\s*[\d.]+)\s*\))?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DescriptionPattern();
}
