using System.Globalization;
using Atelier.Core;
using Atelier.Models;
using Atelier.Samples.InstantNetwork;
using Atelier.Training;
using static TorchSharp.torch;

// Trains the network that paints in one pass, stage by stage; the same data gives the same weights again, and a stopped run resumes.
// Run: dotnet run -c Release -- PHOTOS PAINTINGS VGG19 FOLDER [STEPS [LOOK]]
if (args is not [var photoArchive, var paintingArchive, var vgg19, var folder, ..])
{
    Console.Error.WriteLine("usage: dotnet run -c Release -- PHOTOS PAINTINGS VGG19 FOLDER [STEPS [LOOK]]\n\n  PHOTOS     photographs: a .tar, such as Caltech-101\n  PAINTINGS  paintings: a .tar\n  VGG19      exact VGG-19, at least through relu3_4\n  FOLDER     for the stages, checkpoints and sheets\n  STEPS      for each stage, 4000; fewer for a try\n  LOOK       a folder with content/ and style/: pictures to be painted after each stage");
    return 2;
}
var steps = args is [_, _, _, _, var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 4000;
NativeTorch.LetIdleThreadsSleep();
Directory.CreateDirectory(folder);
random.manual_seed(1);
using var encoder = EmbeddedNetwork.Load();
using var teacher = new StyleTeacher(vgg19);
using var network = new InstantNetwork();
var (photos, paintings) = (PaintingBatches.ReadArchive(photoArchive), PaintingBatches.ReadArchive(paintingArchive));
foreach (var recipe in StageRecipe.All)
{
    var path = Path.Combine(folder, $"stage{recipe.Index}.safetensors");
    var stage = network.StageAt(recipe.Index);
    if (File.Exists(path))
    {
        using var state = WeightFile.Read(path);
        state.LoadInto(stage, path);
        continue;
    }
    // Small photos, enlarged, are blurred: paintings stand in for most of them where details count.
    var seen = recipe.Index == 0 ? photos : [.. photos.Where((_, index) => index % (3 * recipe.Index) == 0), .. paintings];
    Standardize(stage, recipe, new(seen, paintings, recipe, batches: 60));
    var objective = new InstantObjective(network, encoder, teacher, recipe);
    using var learner = new Learner(objective, new(new PaintingBatches(seen, paintings, recipe, steps), null));
    learner.FitPhases(StageRecipe.Phases, new()
    {
        Callbacks = [new GradientClipping(1)],
        CheckpointFolder = Path.Combine(folder, $"checkpoints{recipe.Index}"),
        CheckpointEvery = TimeSpan.FromMinutes(2),
        Progress = new Report(objective),
    });
    WeightFile.Write(path, stage.state_dict().Select(entry => KeyValuePair.Create(entry.Key, entry.Value.detach())));
    if (args is [_, _, _, _, _, var look])
    {
        using var painter = new InstantPainter(network, encoder);
        Sheet.Paint(painter, teacher, recipe.Index + 1, Path.Combine(look, "content"), Path.Combine(look, "style"), Path.Combine(folder, $"sheet{recipe.Index}.jpg"));
    }
}
return 0;

void Standardize(InstantStage stage, StageRecipe recipe, PaintingBatches batches)
{
    using var scope = NewDisposeScope();
    using var frozen = no_grad();
    List<Tensor> styles = [];
    foreach (var batch in batches.Read(epoch: -1))
    {
        styles.Add(InstantSight.Of(encoder, recipe.Index, batch.Targets).Style());
        batch.Dispose();
    }
    stage.Standardize(cat([.. styles]));
}
