using System.Diagnostics;
using System.Globalization;
using Atelier.Core;
using Atelier.Data;
using Atelier.Runs;
using Atelier.Samples.EmbeddedNetwork;
using Atelier.Training;
using TorchSharp;

// Distills Atelier's embedded network from VGG-19; the same data gives the same weights again, and a stopped run resumes.
// Run: dotnet run -c Release -- DATA VGG19 FOLDER [EPOCHS]
if (args is not [var data, var vgg19, var folder, ..])
{
    Console.Error.WriteLine("usage: dotnet run -c Release -- DATA VGG19 FOLDER [EPOCHS]\n\n  DATA    photographs: a folder or a .tar, such as Caltech-101\n  VGG19   exact VGG-19, at least through relu3_4\n  FOLDER  for the network, plots and checkpoints\n  EPOCHS  6, as for the embedded network; fewer for a try");
    return 2;
}
var epochs = args is [_, _, _, var given, ..] ? double.Parse(given, CultureInfo.InvariantCulture) : 6;
NativeTorch.LetIdleThreadsSleep();
Directory.CreateDirectory(folder);
torch.random.manual_seed(1);
using var teacher = new Teacher(vgg19);
using var student = new Student();
var images = TrainingData.FromImages(data, new()
{
    ImageSize = 96,
    BatchSize = 8,
    ValidationPart = 0.02,
    Normalization = Normalization.None,
    Augmentation = new() { CropArea = 0.25, FlipProbability = 0.5, Brightness = 0.5, Contrast = 0.5 },
});
var report = new Report(Path.Combine(folder, "report.md"), Stopwatch.StartNew());

// Which of the teacher's channels the student should have, and first weights that give them as well as weights alone can.
var choice = ChannelChoice.Choose(teacher, images.Training.Read(0).Take(60), student.Widths);
report.Say($"The teacher's energy in the chosen channels, and how much of what their ReLUs are given the first weights explain:");
foreach (var (index, (channels, energy)) in choice.Index())
{
    var explained = LeastSquares.Solve(student, teacher, index, channels, images.Training.Read(1).Take(60));
    report.Say($"- {teacher.Layers[index]}: {channels.shape[0]} channels, {energy:p1}; {explained:p1}");
}

using var learner = new Learner(new Distillation(student, teacher, [.. choice.Select(c => c.Channels)], gramWeight: 1), images);
report.Say($"Validation loss before training: {learner.Validate().Loss:f4}");
using var swa = new StochasticWeightAveraging { Start = DistillationRecipe.SwaStart(epochs) };
Save("start", useSwa: false);

// Then all layers together.
var phases = DistillationRecipe.Phases(epochs);
var end = learner.FitPhases(phases, new()
{
    Callbacks = [swa],
    CheckpointFolder = Path.Combine(folder, "checkpoints"),
    Progress = report,
});
report.Say($"Trained ({end}). Validation loss by epoch: {string.Join(", ", learner.History.Epochs.Select(epoch => epoch.ValidLoss.ToString("f4", CultureInfo.InvariantCulture)))}; of the average of the last ones: {learner.History.Epochs[^1].Figure("swa_loss"):f4}");
Save("atelier", useSwa: true);
learner.History.PlotLearningRate(Path.Combine(folder, "learning-rate.png"));
learner.History.PlotLoss(Path.Combine(folder, "loss.png"));
return 0;

void Save(string name, bool useSwa)
{
    using var scope = torch.NewDisposeScope();
    using var swap = useSwa ? swa.ApplyTo(student) : null;
    var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["architecture"] = "atelier",
        ["teacher"] = "VGG-19 through relu3_4, Visual Geometry Group, Oxford, CC BY 4.0",
        ["data"] = "Caltech-101, CC BY 4.0",
        ["license"] = "CC BY 4.0",
    };
    foreach (var (layer, (channels, _)) in teacher.Layers.Zip(choice))
        metadata[$"channels.{layer}"] = string.Join(' ', channels.data<long>().ToArray());
    WeightFile.Write(
        Path.Combine(folder, name + ".safetensors"),
        student.state_dict().Select(entry => KeyValuePair.Create(entry.Key, entry.Value.detach().to(torch.float16))),
        metadata,
        seal: true);
}
