using Atelier.Imaging;
using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

/// <summary>A transfer with VGG-19 whose numbers another implementation gave.</summary>
public sealed class ReferenceTransferTests
{
    private static readonly string[] StyleLayers = ["relu1_2", "relu2_2", "relu3_4"];

    [SharedFact("expected/style_transfer_a.json")]
    public void Features_OfThePictures_AreTheExpected()
    {
        using var scope = NewDisposeScope();
        var (expected, content, style) = Read();
        using var encoder = Encoder();
        using (var pass = encoder.Forward(content, encoder.Layers))
            foreach (var layer in expected.GetProperty("feature_mean_content").EnumerateObject())
                TensorAssert.ShouldBe(pass.Features(layer.Name).mean().item<float>(), layer.Value.GetDouble(), relative: 1e-4);
        using var painted = encoder.Forward(style, encoder.Layers);
        foreach (var layer in expected.GetProperty("gram_trace_style").EnumerateObject())
            TensorAssert.ShouldBe(GramMatrix.Compute(painted.Features(layer.Name))[0].trace().item<float>(), layer.Value.GetDouble(), relative: 1e-4);
    }

    [SharedFact("expected/style_transfer_a.json")]
    public void Losses_OfLBfgsFromThePhoto_AreTheExpected()
    {
        using var scope = NewDisposeScope();
        var (expected, content, style) = Read();
        using var encoder = Encoder();
        using var objective = Objective(encoder, content, style);
        using var descent = new Descent(content, new LBfgs { LearningRate = 1, HistorySize = 100 }, objective.Evaluate) { IsPatient = true };
        var losses = expected.GetProperty("lbfgs").GetProperty("losses").Doubles();
        descent.Run(losses.Length);

        TensorAssert.ShouldBe(descent.Losses[0].Style / 100, expected.GetProperty("style_loss_at_content_image").GetDouble(), relative: 1e-4);
        foreach (var (actual, wanted) in descent.Losses.Zip(losses).Take(10))
            TensorAssert.ShouldBe(actual.Total, wanted, relative: 0.02);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join(' ', descent.Losses.Zip(losses, (actual, wanted) => $"{actual.Total / wanted - 1:P2}")));
        TensorAssert.ShouldBe(descent.BestLoss.Total, losses[^1], relative: 0.1);
    }

    private static PerceptualObjective Objective(FeatureEncoder encoder, Tensor content, Tensor style)
    {
        List<(string, FeatureLoss)> grams = [];
        using (var pass = encoder.Forward(style, StyleLayers))
        {
            foreach (var layer in StyleLayers)
            {
                var target = GramMatrix.Compute(pass.Features(layer));
                grams.Add((layer, new GramLoss(target, ContentLoss.RelativeWeight(target, 100))));
            }
        }
        using var photo = encoder.Forward(content, ["relu3_4"]);
        var features = photo.Features("relu3_4");
        return new(encoder, [("relu3_4", new ContentLoss(features, ContentLoss.RelativeWeight(features, 1)))], grams);
    }

    private static (System.Text.Json.JsonElement Expected, Tensor Content, Tensor Style) Read() => (
        ReferenceNumbers.Read(Shared.File("expected/style_transfer_a.json")),
        ImageFile.Read(Shared.File("expected/style_transfer_a_content.png")), ImageFile.Read(Shared.File("expected/style_transfer_a_style.png")));

    private static FeatureEncoder Encoder() => NetworkCatalog.LoadEncoder(Shared.File("weights/vgg19_relu3_4.safetensors"));
}
