using Atelier.Models;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

public sealed class PerceptualObjectiveTests
{
    [Fact]
    public void Evaluate_AgainstAutogradThroughTheModules_Agrees()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var variant = VggVariant.Named("vgg16_bn");
        using var features = ReferenceFill.Apply(VggNetwork.BuildFeatures(variant, "relu3_1"));
        features.eval();
        using var encoder = new VggEncoder(variant, features);
        var (photo, painting, image) = (rand(1, 3, 29, 38), rand(1, 3, 40, 24), rand(1, 3, 29, 38).requires_grad_());
        Dictionary<string, Tensor> Taps(Tensor x)
        {
            var outputs = new List<Tensor>();
            x = encoder.Normalization.Apply(x);
            foreach (var module in features.children())
                outputs.Add(x = ((nn.Module<Tensor, Tensor>)module).call(x).clone());   // the next works in place
            return encoder.Layers.ToDictionary(layer => layer, layer => outputs[variant.IndexOf(layer)]);
        }
        static Tensor Gram(Tensor f) => f.flatten(2).bmm(f.flatten(2).transpose(1, 2)) / Number(f.numel());
        var (content, style, found) = (Taps(photo), Taps(painting), Taps(image));
        string[] layers = ["relu1_2", "relu2_1", "relu3_1"];
        var expectedContent = Number(2) * (found["relu2_2"] - content["relu2_2"]).pow(Number(2)).mean();
        var expectedStyle = layers.Select(layer => Number(30) * (Gram(found[layer]) - Gram(style[layer])).pow(Number(2)).mean()).Aggregate((a, b) => a.Plus(b));
        var rough = Number(0.5) * image.diff(dim: 2).pow(Number(2)).sum().Plus(image.diff(dim: 3).pow(Number(2)).sum()) / Number(image.numel());
        expectedContent.Plus(expectedStyle).Plus(rough).backward();

        long before;
        using (var objective = new PerceptualObjective(
            encoder,
            [("relu2_2", new ContentLoss(content["relu2_2"].detach(), 2))],
            [.. layers.Select(layer => (layer, (FeatureLoss)new GramLoss(Gram(style[layer]).detach(), 30)))]) { TotalVariationWeight = 0.5 })
        {
            // The first evaluation leaves the encoder its buffers.
            objective.Evaluate(image.detach()).Dispose();
            before = Tensor.TotalCount;
            using var inner = NewDisposeScope();
            using var evaluation = objective.Evaluate(image.detach());
            TensorAssert.ShouldBe(evaluation.Losses.Content, expectedContent.item<float>(), relative: 1e-4);
            TensorAssert.ShouldBe(evaluation.Losses.Style, expectedStyle.item<float>(), relative: 1e-4);
            TensorAssert.ShouldBe(evaluation.Losses.TotalVariation, rough.item<float>(), relative: 1e-5);
            var gradient = image.grad!;
            Assert.True((evaluation.Gradient - gradient).norm().item<float>() < 1e-4 * gradient.norm().item<float>());
        }
        Assert.True(Tensor.TotalCount <= before, "The objective keeps tensors.");
    }

    [Fact]
    public void New_WithoutLosses_IsRefused()
    {
        using var encoder = RandomVgg.Encoder("vgg11", "relu1_1");
        Assert.ThrowsAny<ArgumentException>(() => new PerceptualObjective(encoder, [], []));
    }
}
