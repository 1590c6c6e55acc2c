using Atelier.Bench.Harness;
using Atelier.Bench.Notebook;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Stylization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Atelier.Bench.Benchmarks;

/// <summary>The notebook's loss, by Atelier's encoder and closed-form losses.</summary>
public sealed class AtelierWorkload : IWorkload
{
    private readonly VggEncoder _encoder;
    private readonly PerceptualObjective _objective;
    private readonly Tensor _image;
    private readonly int _evaluations;

    // Evaluations in a row: an optimization makes hundreds, and only the first finds the caches as another process left them.
    private int _repeats = 1;

    private AtelierWorkload(VggVariant variant, Sequential features, string[] style, string content, int size, int evaluations, PaddingMode padding = PaddingMode.Zero)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _evaluations = evaluations;
        _encoder = new(variant, features, new() { Padding = padding });
        features.Dispose();
        _objective = new(_encoder, [(content, ContentAt(content, size))], StyleAt(style, size)) { IsNormalized = true };
        _image = DeterministicFill.Image(size, 0.4).DetachFromDisposeScope();
    }

    /// <summary>As <see cref="NotebookWorkload.Lesson"/>; one evaluation, or so many under L-BFGS.</summary>
    public static AtelierWorkload Lesson(int size, int evaluations = 1) => new(
        VggVariant.Named("vgg16_bn"), NotebookVgg.Vgg16Bn(), ["relu1_2", "relu2_2", "relu3_3", "relu4_3", "relu5_3"], "relu4_3", size, evaluations);

    /// <summary>As <see cref="NotebookWorkload.Shallow"/>.</summary>
    public static AtelierWorkload Shallow(int size) => new(
        VggVariant.Named("vgg19"), NotebookVgg.Vgg19ToRelu3_4(), ["relu1_2", "relu2_2", "relu3_4"], "relu3_4", size, evaluations: 1);

    /// <summary>The default recipe's layers and padding, under a network cut after relu3_4; five evaluations in a row.</summary>
    internal static AtelierWorkload Default(VggVariant variant, int size)
    {
        var features = VggNetwork.BuildFeatures(variant, "relu3_4");
        DeterministicFill.Weights(features);
        return new(variant, features, ["relu1_1", "relu2_1", "relu3_1", "relu3_4"], "relu3_2", size, evaluations: 1, PaddingMode.Reflection) { _repeats = 5 };
    }

    /// <inheritdoc/>
    public double Run()
    {
        if (_evaluations > 1)
            return Optimize();
        var loss = double.NaN;
        for (var i = 0; i < _repeats; i++)
        {
            using var evaluation = _objective.Evaluate(_image);
            loss = evaluation.Losses.Total;
        }
        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _objective.Dispose();
        _encoder.Dispose();
        _image.Dispose();
    }

    private double Optimize()
    {
        using var scope = NewDisposeScope();
        using var descent = new Descent(_image, new LBfgs { LearningRate = 0.5 }, _objective.Evaluate) { IsPatient = true };
        descent.Run(_evaluations);
        _image.copy_(descent.Image);
        return double.NaN;
    }

    private ContentLoss ContentAt(string layer, int size)
    {
        using var pass = _encoder.Forward(DeterministicFill.Image(size, 1), [layer], isNormalized: true);
        return new(pass.Features(layer), 1e6);
    }

    private List<(string, FeatureLoss)> StyleAt(string[] layers, int size)
    {
        using var pass = _encoder.Forward(DeterministicFill.Image(size, 2.7), layers, isNormalized: true);
        return [.. layers.Select(layer => (layer, (FeatureLoss)new GramLoss(GramMatrix.Compute(pass.Features(layer)), 1e12)))];
    }
}
