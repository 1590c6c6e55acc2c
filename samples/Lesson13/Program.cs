using System.Globalization;
using Atelier.Core;
using Atelier.Models;
using Atelier.Runs;
using Atelier.Samples.Lesson13;
using Atelier.Training;
using TorchSharp;

// Trains every snippet on drawn shapes, and draws its learning rate and momentum. Run: dotnet run -c Release [FOLDER]
NativeTorch.LetIdleThreadsSleep();
var folder = args is [var given, ..] ? given : "lesson13";
using var shapes = new Shapes();
foreach (var (name, fit) in Snippets.All)
{
    torch.random.manual_seed(1);
    using var network = NetworkCatalog.Create("small", classes: 3);
    using var learner = new Learner(network, shapes.Data, new() { LayerGroups = network.LayerGroups });
    var end = fit(learner);
    learner.History.PlotLearningRate(Path.Combine(folder, $"{name}.png"), showText: true, showMomentum: true);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18} {end,-10} validation loss {learner.History.Epochs.LastOrDefault()?.ValidLoss:0.000}"));
}
