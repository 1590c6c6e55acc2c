using Atelier.Bench.Notebook;
using Atelier.Models;
using Atelier.Stylization;
using static TorchSharp.torch;

namespace Atelier.Bench.Gpu;

/// <summary>Pictures, painted from beginning to end: the default recipe with its time, then briefly the others.</summary>
internal sealed class RecipeChecks(GpuOptions options, Device device)
{
    private const double MostDifference = 0.05;   // hundreds of steps lead along different ways to about the same loss
    private const int Few = 24;

    private static StylizationRequest Small => new() { Size = 96, Evaluations = Few };

    public IEnumerable<(string Name, Func<GpuRow> Run)> All =>
    [
        .. options.Sizes.Index().Select(size => ($"default recipe at {size.Item} px", (Func<GpuRow>)(() => Time(size.Item, size.Index == 0)))),
        Brief("Adam", Small with { Optimizer = OptimizerKind.Adam }),
        Brief("strong Wolfe", Small with { LineSearch = LineSearch.StrongWolfe }),
        Brief("the photo's colors", Small with { Colors = ColorSource.Photo }),
        Brief("average pooling, from noise", Small with { Pooling = Kernels.PoolingMode.Average, Start = StartImage.Noise }),
        Brief("the lesson's recipe", new() { Recipe = Recipe.Lesson13, Evaluations = 3 }),
        Brief("ResNet-18 as the network", Small with { Padding = Kernels.PaddingMode.Zero }, ResNet),
        ("stopped and resumed", Resume),
    ];

    private GpuRow Time(int size, bool isOnCpuToo)
    {
        var check = $"default recipe at {size} px";
        var (there, here) = (double.NaN, double.NaN);
        var request = new StylizationRequest { Size = size };
        Paint(device, request with { Evaluations = Few });   // to warm up
        var seconds = GpuCheck.Seconds(() => there = Paint(device, request));
        if (!isOnCpuToo)
            return new(check, GpuCheck.Text($"{seconds:0.0} s"), "", GpuCheck.Text($"loss {there:G4}"), double.IsFinite(there));
        var ownSeconds = GpuCheck.Seconds(() => here = Paint(CPU, request));
        var timing = GpuCheck.Timing(check, seconds, ownSeconds, "s");
        return timing with { Finding = GpuCheck.Text($"{timing.Finding}, losses {there:G4} and {here:G4}"), Passed = Math.Abs(there - here) <= MostDifference * here };
    }

    private (string Name, Func<GpuRow> Run) Brief(string name, StylizationRequest request, Func<Device, FeatureEncoder>? network = null) => (name, () =>
    {
        var (there, here) = (Paint(device, request, network), Paint(CPU, request, network));
        return GpuCheck.Comparison(name, there, here, Math.Abs(there - here) / here, MostDifference);
    });

    private GpuRow Resume()
    {
        var folder = Directory.CreateTempSubdirectory("atelier-gpu-check-").FullName;
        try
        {
            var path = Path.Combine(folder, "half");
            var whole = Paint(device, Small);
            Paint(device, Small, callbacks: new() { Every = Few / 2, Checkpoint = checkpoint => checkpoint.Save(path) });
            using var half = StylizationCheckpoint.Load(path);
            var resumed = Paint(device, Small, resume: half);
            return GpuCheck.Comparison("stopped and resumed", resumed, whole, Math.Abs(resumed - whole) / whole, MostDifference);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Paint(
        Device on, StylizationRequest request, Func<Device, FeatureEncoder>? network = null, StylizationCallbacks? callbacks = null, StylizationCheckpoint? resume = null)
    {
        using var scope = NewDisposeScope();
        using var encoder = network is null ? EmbeddedNetwork.Load(request.EncoderOptions(on)) : network(on);
        var photo = GpuCheck.Picture("town.jpg");
        var painting = GpuCheck.Picture("swirls.jpg");
        using var result = new Stylizer(encoder, request).Run(photo, [painting], callbacks, resume: resume);
        return result.Losses.Total;
    }

    // Random weights: how the picture looks does not matter here.
    private static StagedEncoder ResNet(Device on)
    {
        var network = NetworkCatalog.Create("resnet18", 10);
        DeterministicFill.Weights(network);
        return new("resnet18", network, new() { Device = on });
    }

}
