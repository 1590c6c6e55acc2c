using Atelier.Bench.Notebook;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Stylization;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Bench.Gpu;

/// <summary>Evaluations of the loss and its gradient with VGG-19, against the CPU's by direct sums.</summary>
/// <remarks>
/// Where a ReLU's input is 0 but for rounding, or a pool's two largest inputs are equal but for it, rounding decides which way the gradient
/// goes. So the CPU's own two ways to convolve give gradients that differ by 1.3e-3 here, while their losses differ by 6e-8.
/// </remarks>
internal sealed class EncoderChecks(GpuOptions options, Device device)
{
    private const int Side = 256;
    private const int TimedSide = 512;
    private const double MostDifference = 1e-3;
    private const double MostDifferenceOfGradients = 5e-3;
    private const double MostDifferenceInTf32 = 5e-2;   // factors have ten bits there

    private static readonly Layers Deep = new("relu4_2", "relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1");
    private static readonly Layers Default = new("relu3_2", "relu1_1", "relu2_1", "relu3_1", "relu3_4");

    private sealed record Layers(string Content, params string[] Style);

    public IEnumerable<(string Name, Func<GpuRow> Run)> All =>
    [
        Named($"VGG-19 through relu5_1 at {Side} px, loss", CompareLosses),
        Named($"VGG-19 through relu5_1 at {Side} px, features", CompareFeatures),
        Named($"VGG-19 through relu3_4 at {Side} px, gradient", check => CompareGradients(check, tf32: false, MostDifferenceOfGradients)),
        Named($"VGG-19 through relu3_4 at {Side} px, gradient in TF32", check => CompareGradients(check, tf32: true, MostDifferenceInTf32)),
        Named($"VGG-19 through relu3_4 at {TimedSide} px, an evaluation", check =>
            GpuCheck.Timing(check, Milliseconds(device, times: 9), Milliseconds(CPU, times: 3), "ms")),
    ];

    private static (string, Func<GpuRow>) Named(string name, Func<string, GpuRow> check) => (name, () => check(name));

    private GpuRow CompareLosses(string check)
    {
        var (there, _) = Evaluate(device, ConvolutionMethod.Winograd, Deep, tf32: false);
        var (here, _) = Evaluate(CPU, ConvolutionMethod.Direct, Deep, tf32: false);
        return GpuCheck.Comparison(check, there, here, Math.Abs(there - here) / here, MostDifference);
    }

    private GpuRow CompareFeatures(string check)
    {
        var (there, here) = (Features(device, ConvolutionMethod.Winograd), Features(CPU, ConvolutionMethod.Direct));
        var length = here.norm().ToNumber();
        return GpuCheck.Comparison(check, there.norm().ToNumber(), length, (there - here).norm().ToNumber() / length, MostDifference);
    }

    private GpuRow CompareGradients(string check, bool tf32, double most)
    {
        var (_, there) = Evaluate(device, ConvolutionMethod.Winograd, Default, tf32);
        var (_, here) = Evaluate(CPU, ConvolutionMethod.Direct, Default, tf32);
        var length = here.norm().ToNumber();
        return GpuCheck.Comparison(check, there.norm().ToNumber(), length, (there - here).norm().ToNumber() / length, most);
    }

    private double Milliseconds(Device on, int times)
    {
        using var encoder = Encoder(on, ConvolutionMethod.Winograd);
        using var objective = Objective(encoder, Default, TimedSide);
        using var image = Noise(TimedSide).to(on);
        return GpuCheck.Milliseconds(() => objective.Evaluate(image).Dispose(), times);
    }

    private Tensor Features(Device on, ConvolutionMethod method) => WithConvolutions(tf32: false, () =>
    {
        using var encoder = Encoder(on, method);
        using var pass = encoder.Forward(Noise(Side), [Deep.Style[^1]]);
        return pass.Features(Deep.Style[^1]).cpu().clone().MoveToOuterDisposeScope();
    });

    private (double Loss, Tensor Gradient) Evaluate(Device on, ConvolutionMethod method, Layers layers, bool tf32) => WithConvolutions(tf32, () =>
    {
        using var encoder = Encoder(on, method);
        using var objective = Objective(encoder, layers, Side);
        var evaluation = objective.Evaluate(Noise(Side).to(on));
        return (evaluation.Losses.Total, evaluation.Gradient.cpu().MoveToOuterDisposeScope());
    });

    private static T WithConvolutions<T>(bool tf32, Func<T> compute)
    {
        using var scope = NewDisposeScope();
        backends.cudnn.allow_tf32 = tf32;
        try
        {
            return compute();
        }
        finally
        {
            backends.cudnn.allow_tf32 = true;   // libtorch's default
        }
    }

    private FeatureEncoder Encoder(Device on, ConvolutionMethod method)
    {
        var how = new EncoderOptions { Device = on, Padding = PaddingMode.Reflection, Convolution = method };
        if (options.Weights is { } file)
            return NetworkCatalog.LoadEncoder(file, how);
        using var features = VggNetwork.BuildFeatures(VggVariant.Named("vgg19"), "relu5_1");
        DeterministicFill.Weights(features);
        return new VggEncoder(VggVariant.Named("vgg19"), features, how);
    }

    private static PerceptualObjective Objective(FeatureEncoder encoder, Layers layers, int side)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        ContentLoss content;
        using (var photo = encoder.Forward(Picture("town.jpg", side), [layers.Content]))
            content = new(photo.Features(layers.Content), ContentLoss.RelativeWeight(photo.Features(layers.Content), 1));
        using var painting = encoder.Forward(Picture("swirls.jpg", side), layers.Style);
        var style = layers.Style.Select(layer =>
        {
            var gram = GramMatrix.Compute(painting.Features(layer));
            return (layer, (FeatureLoss)new GramLoss(gram, ContentLoss.RelativeWeight(gram, 1)));
        });
        return new(encoder, [(layers.Content, content)], [.. style]);
    }

    private static Tensor Picture(string name, int side)
    {
        using var scope = NewDisposeScope();
        return Scaling.To(GpuCheck.Picture(name), side, side).MoveToOuterDisposeScope();
    }

    // In a picture's flat areas, pools would have nothing but equal inputs.
    private static Tensor Noise(int side)
    {
        using var generator = new Generator(0);
        return rand([1, 3, side, side], generator: generator);
    }
}
