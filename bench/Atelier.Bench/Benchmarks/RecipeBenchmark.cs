using Atelier.Bench.Harness;
using Atelier.Bench.Notebook;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Models;
using Atelier.Stylization;
using static TorchSharp.torch;

namespace Atelier.Bench.Benchmarks;

/// <summary>
/// The lesson's run of style and content, 1000 evaluations from noise, against the recipe <c>default</c> on the same loss: it has
/// to come out below the notebook's loss, and its time counts.
/// </summary>
/// <remarks>Needs a real network and real pictures, which lie beside the checkout or where <c>ATELIER_SHARED</c> says.</remarks>
public sealed class RecipeBenchmark : IBenchmark
{
    private const int NotebookEvaluations = 1000;
    private const int AtelierEvaluations = 800;
    private const double StyleScale = 1e12;
    private const double ContentScale = 1e6;

    // Relative to the features, the lesson's weights are beyond what a request takes; where the minimum lies does not depend on it.
    private const double Unit = 1e-9;
    private static readonly string[] Style = ["relu1_2", "relu2_2", "relu3_4"];

    /// <inheritdoc/>
    public string Name => "recipe";

    /// <inheritdoc/>
    public string Summary => $"the lesson's loss (VGG-19 to relu3_4): the notebook's {NotebookEvaluations} evaluations against the default recipe's {AtelierEvaluations}, which must end lower";

    /// <inheritdoc/>
    public IReadOnlyList<int> Sizes => [StylizationRequest.LessonSide];

    /// <inheritdoc/>
    public int Rounds => 1;

    /// <inheritdoc/>
    public IReadOnlyList<Variant> Variants =>
    [
        new("notebook", _ => new FreshWorkload(Notebook)) { IsForeign = true },
        new("atelier", _ => new FreshWorkload(Atelier)),
    ];

    private static string Shared(string path) =>
        Path.Combine(Environment.GetEnvironmentVariable("ATELIER_SHARED") ?? "../shared", path);

    private static double Notebook()
    {
        using var encoder = NetworkCatalog.LoadEncoder(Shared("weights/vgg19_relu3_4.safetensors"));
        var lesson = new Lesson13(encoder);
        var (photo, painting) = Pictures(lesson);
        var start = lesson.Start((int)photo.shape[2], (int)photo.shape[3], seed: 0, isFirstRun: false);
        var vgg = NotebookVgg.Vgg19ToRelu3_4();
        using (var state = WeightFile.Read(Shared("weights/vgg19_relu3_4.safetensors")))
        using (no_grad())
            foreach (var (name, parameter) in vgg.named_parameters())
                parameter.copy_(state[$"features.{name}"]);
        using var transfer = new NotebookTransfer(vgg, [3, 8, 17], contentTap: 2, photo, painting, start);
        return transfer.Optimize(NotebookEvaluations);
    }

    private static double Atelier()
    {
        using var scope = NewDisposeScope();
        using var encoder = NetworkCatalog.LoadEncoder(Shared("weights/vgg19_relu3_4.safetensors"));
        var lesson = new Lesson13(encoder);
        var (photo, painting) = Pictures(lesson);
        var (photoPixels, paintingPixels) = (lesson.ToImage(photo), lesson.ToImage(painting));
        // The default recipe's losses are relative: these weights make them the lesson's.
        LayerWeight[] style;
        double content;
        using (var pass = encoder.Forward(painting, Style, isNormalized: true))
            style = [.. Style.Select(layer => new LayerWeight(layer, Unit * StyleScale / ContentLoss.RelativeWeight(GramMatrix.Compute(pass.Features(layer)), 1)))];
        using (var pass = encoder.Forward(photo, ["relu3_4"], isNormalized: true))
            content = Unit * ContentScale / ContentLoss.RelativeWeight(pass.Features("relu3_4"), 1);
        var options = new StylizationRequest
        {
            Size = StylizationRequest.LessonSide,
            Evaluations = AtelierEvaluations,
            StyleLoss = StyleLoss.Gram,
            ContentWeight = content,
            ContentLayers = [new("relu3_4")],
            StyleWeight = style.Sum(layer => layer.Weight),
            StyleLayers = style,
            TotalVariationWeight = 0,
        };
        using var result = new Stylizer(encoder, options).Run(photoPixels, [paintingPixels]);
        return result.Losses.Total / Unit;
    }

    private static (Tensor Photo, Tensor Painting) Pictures(Lesson13 lesson)
    {
        using var photo = ImageFile.Read(Shared("images/content/tubingen.jpg"));
        using var painting = ImageFile.Read(Shared("images/style/starry_night.jpg"));
        return (lesson.Transform(photo), lesson.Transform(painting));
    }

    // The whole run is timed, loading included; nothing is kept from one to the next.
    private sealed class FreshWorkload(Func<double> run) : IWorkload
    {
        public double Run() => run();

        public void Dispose()
        {
        }
    }
}
