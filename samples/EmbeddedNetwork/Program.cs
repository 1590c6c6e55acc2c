using System.Diagnostics;
using System.Globalization;
using Atelier.Core.Weights;
using Atelier.Samples.EmbeddedNetwork;
using Atelier.Training.Data.Augmentations;
using Atelier.Training.Data.Sources;
using Atelier.Training.Learning;
using Atelier.Training.Optimizers;
using Atelier.Training.Phases;
using Atelier.Training.Plots;
using Atelier.Training.Schedules;
using TorchSharp;

// Distils Atelier's embedded network from VGG-19. Run: dotnet run -c Release -- DATA VGG19 FOLDER [EPOCHS]
var (dataPath, teacherPath, folder) = (args[0], args[1], args[2]);
var epochs = args is [_, _, _, var given, ..] ? double.Parse(given, CultureInfo.InvariantCulture) : 16;
torch.random.manual_seed(1);
using var teacher = new Teacher(teacherPath);
using var student = new Student();
var images = ImageData.Load(dataPath, new()
{
    ImageSize = 96,
    BatchSize = 8,
    ValidationPart = 0.02,
    Normalization = Normalization.None,
    Augmentation = new() { Crop = new() { LeastArea = 0.25 }, FlipProbability = 0.5, Brightness = 0.5, Contrast = 0.5 },
});
var clock = Stopwatch.StartNew();
var widths = student.Convolutions.Select(convolution => (int)convolution.weight!.shape[0]).ToList();
var choice = ChannelChoice.Choose(teacher, images.Training.Read(0).Take(60), widths);
Console.WriteLine($"Energy of the teacher's channels that the chosen ones explain: {string.Join(", ", choice.Select(c => c.Explained.ToString("p1", CultureInfo.InvariantCulture)))}. {clock.Elapsed}");
foreach (var (index, (channels, _)) in choice.Index())
{
    var explained = LeastSquares.Solve(student, teacher, index, channels, images.Training.Read(1).Take(60));
    Console.WriteLine($"{teacher.Layers[index]}: {explained.ToString("p1", CultureInfo.InvariantCulture)} of the variance explained. {clock.Elapsed}");
}
using var learner = new Learner(new Distillation(student, teacher, [.. choice.Select(c => c.Channels)], gramWeight: 1), images);
Report(learner.Validate().Loss);
Save("start");
TrainingPhase[] phases =
[
    new() { Epochs = epochs * 0.02, Optimizer = OptimizerKinds.Adam, LearningRate = (1e-5, 1e-3), LearningRateDecay = Decay.Linear },
    new() { Epochs = epochs * 0.98, Optimizer = OptimizerKinds.Adam, LearningRate = (1e-3, 2e-5), LearningRateDecay = Decay.Cosine },
];
learner.FitPhases(phases, new()
{
    Checkpoints = new(Path.Combine(folder, "checkpoints")),
    Progress = new Printer(clock),
});
Report(learner.Validate().Loss);
Save("embedded");
learner.History.PlotLearningRate(Path.Combine(folder, "lr.png"));
learner.History.PlotLoss(Path.Combine(folder, "loss.png"));

void Report(double loss) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Validation loss {loss:0.0000}. {clock.Elapsed}"));

void Save(string name)
{
    using var scope = torch.NewDisposeScope();
    Safetensors.Write(
        Path.Combine(folder, name + ".safetensors"),
        student.state_dict().Select(entry => KeyValuePair.Create(entry.Key, entry.Value.detach().to(torch.float16))),
        new Dictionary<string, string> { ["architecture"] = "atelier" },
        seal: true);
}
