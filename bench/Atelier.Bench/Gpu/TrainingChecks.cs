using Atelier.Bench.Notebook;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Runs;
using Atelier.Training;
using TorchSharp;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Bench.Gpu;

/// <summary>Steps of ResNet-18, and a short run with everything that can be switched on.</summary>
internal sealed class TrainingChecks(GpuOptions options, Device device)
{
    private const int Side = 224;
    private const int Classes = 10;
    private const double MostDifference = 1e-3;

    public IEnumerable<(string Name, Func<GpuRow> Run)> All =>
    [
        ("ResNet-18, loss after two steps", CompareSteps),
        ($"ResNet-18, a step of {options.BatchSize} images of {Side} px", TimeSteps),
        ("a run trained, and its predictions", TrainAndPredict),
    ];

    private GpuRow CompareSteps()
    {
        backends.cudnn.allow_tf32 = false;
        try
        {
            var (there, here) = (LossAfter(device), LossAfter(CPU));
            return GpuCheck.Comparison("ResNet-18, loss after two steps", there, here, Math.Abs(there - here) / here, MostDifference);
        }
        finally
        {
            backends.cudnn.allow_tf32 = true;   // libtorch's default
        }
    }

    private GpuRow TimeSteps()
    {
        var check = $"ResNet-18, a step of {options.BatchSize} images of {Side} px";
        return GpuCheck.Timing(check, Milliseconds(device, times: 9), Milliseconds(CPU, times: 3), "ms");
    }

    private double Milliseconds(Device on, int times)
    {
        using var trainee = new Trainee(on, Side, options.BatchSize);
        return GpuCheck.Milliseconds(() => trainee.Step(), times);
    }

    private static double LossAfter(Device on)
    {
        using var trainee = new Trainee(on, side: 96, images: 8);
        trainee.Step();
        trainee.Step();
        return trainee.Step();
    }

    // What the command line does: data, metrics, averages, checkpoints, plots, and then the model on the CPU, too.
    private GpuRow TrainAndPredict()
    {
        const string Check = "a run trained, and its predictions";
        var folder = Directory.CreateTempSubdirectory("atelier-gpu-check-").FullName;
        try
        {
            var images = Write(Path.Combine(folder, "images"));
            var train = new TrainOptions
            {
                Recipe = Runs.Recipe.Parse("one_cycle(lr=1e-2,len=3)"),
                BatchSize = 4,
                ImageSize = 64,
                Mixup = 0.2,
                Ema = 0.9,
                SwaStart = 1,
                ClipNorm = 1,
                LabelSmoothing = 0.1,
                CheckpointEvery = 0,
                Metrics = ["accuracy", "f1"],
                Compute = new() { Device = options.Device },
            };
            var run = Path.Combine(folder, "run");
            using (var started = TrainRun.Start(Path.Combine(folder, "images"), "resnet18", train, run))
                started.Train();
            var (there, here) = (Predict(run, options.Device, images), Predict(run, "cpu", images));
            return GpuCheck.Comparison(Check, there[0], here[0], there.Zip(here, (a, b) => Math.Abs(a - b)).Max(), 0.02);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double[] Predict(string run, string on, string[] images)
    {
        using var classifier = TrainedModel.FromRun(run).Load(new ComputeSettings { Device = on });
        return [.. classifier.Predict(images).Select(prediction => prediction.Classes.Single(kind => kind.Class == "light").Probability)];
    }

    // Noise around two grays.
    private static string[] Write(string folder)
    {
        manual_seed(0);
        return [.. Enumerable.Range(0, 32).Select(i =>
        {
            using var scope = NewDisposeScope();
            var (kind, gray) = i % 2 == 0 ? ("dark", 0.3) : ("light", 0.6);
            var path = Path.Combine(folder, kind, GpuCheck.Text($"{i:00}.png"));
            ImageFile.Write(path, (rand(1, 3, 64, 64) * Number(0.2)).Plus(gray));
            return path;
        })];
    }

    /// <summary>ResNet-18 with its optimizer and a batch, on a device.</summary>
    private sealed class Trainee : IDisposable
    {
        private readonly nn.Module<Tensor, Tensor> _network;
        private readonly Optimizer _optimizer;
        private readonly CrossEntropy _loss = new();
        private readonly Tensor _inputs;
        private readonly Tensor _targets;

        public Trainee(Device on, int side, int images)
        {
            _network = NetworkCatalog.Create("resnet18", Classes);
            DeterministicFill.Weights(_network);
            ChannelsLast.Convert(_network);
            _network.to(on).train();
            _optimizer = Training.OptimizerKind.Sgd.Create([[.. _network.parameters()]]);
            using var scope = NewDisposeScope();
            var batch = cat([.. Enumerable.Range(0, images).Select(i => DeterministicFill.Image(side, 0.3 + 0.1 * i))]);
            _inputs = ChannelsLast.From(batch.to(on)).DetachFromDisposeScope();   // [N,3,S,S]
            _targets = (Arange(images, device: on) % Number(Classes)).DetachFromDisposeScope();
        }

        // The loss is read last, so that a GPU has done the step when its time is up.
        public double Step()
        {
            using var scope = NewDisposeScope();
            var loss = _loss.Compute(_network.call(_inputs), _targets);
            loss.backward();
            _optimizer.Step(new(LearningRates: 1e-3, Momentum: 0.9, Beta: 0, WeightDecay: 0));
            _network.zero_grad();
            return loss.item<float>();
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            _network.Dispose();
            _inputs.Dispose();
            _targets.Dispose();
        }
    }
}
