using System.Globalization;
using Atelier.Core;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Runs;
using Atelier.Samples.InstantNetwork;
using Atelier.Stylization;
using Atelier.Training;
using static TorchSharp.torch;

// Trains the network that paints in one pass, stage by stage; the same data gives the same weights again, and a stopped run resumes.
// Run: dotnet run -c Release -- PHOTOS PAINTINGS VGG19 FOLDER [STEPS [LOOK]]
if (args is not [var photoArchive, var paintingArchive, var vgg19, var folder, ..])
{
    Console.Error.WriteLine("usage: dotnet run -c Release -- PHOTOS PAINTINGS VGG19 FOLDER [STEPS [LOOK]]\n\n  PHOTOS     photographs: a .tar, such as Caltech-101\n  PAINTINGS  paintings: a .tar\n  VGG19      exact VGG-19, at least through relu3_4\n  FOLDER     for the stages, checkpoints and sheets\n  STEPS      of each recipe; its own number if left out\n  LOOK       a folder with content/ and style/: pictures to be painted after each stage");
    return 2;
}
int? given = args is [_, _, _, _, var number, ..] ? int.Parse(number, CultureInfo.InvariantCulture) : null;
NativeTorch.LetIdleThreadsSleep();
Directory.CreateDirectory(folder);
random.manual_seed(1);
using var encoder = EmbeddedNetwork.Load();
using var judge = NetworkCatalog.LoadEncoder(vgg19, new() { Padding = PaddingMode.Reflection });
var teacher = new StyleTeacher(judge);
using var network = new InstantNetwork();
var (photos, paintings) = (Pictures.ReadArchive(photoArchive), Pictures.ReadArchive(paintingArchive));
foreach (var lesson in Lesson.All)
{
    var recipe = lesson.Stage;
    var path = Path.Combine(folder, $"{lesson.Name}.safetensors");
    var stage = network.StageAt(recipe.Index);
    if (File.Exists(path))
    {
        Load(stage, path);
        continue;
    }
    // Small photos, enlarged, are blurred: paintings stand in for most of them where details count.
    var seen = recipe.Index == 0 ? photos : [.. photos.Where((_, index) => index % 3 == 0), .. paintings];
    var pictures = new Pictures(seen, paintings, lesson);
    if (lesson.BeginsAs is null)
        Standardize(stage, recipe.Index, pictures);
    else
        Load(stage, Path.Combine(folder, $"{lesson.BeginsAs}.safetensors"));
    using var objective = new StageObjective(network, encoder, teacher, pictures, recipe);
    using var learner = new Learner(objective, new(new NewPhotos(pictures, given ?? recipe.Steps), null));
    learner.FitPhases(recipe.Phases, new()
    {
        Callbacks = [new GradientClipping(1)],
        CheckpointFolder = Path.Combine(folder, $"checkpoints-{lesson.Name}"),
        CheckpointEvery = TimeSpan.FromMinutes(2),
        Progress = new Report(objective),
    });
    WeightFile.Write(path, stage.state_dict().Select(entry => KeyValuePair.Create(entry.Key, entry.Value.detach())));
    if (args is [_, _, _, _, _, var look])
    {
        using var painter = new InstantPainter(network, encoder);
        Sheet.Paint(painter, teacher, recipe.Index == 0 ? 1 : 3, Path.Combine(look, "content"), Path.Combine(look, "style"), Path.Combine(folder, $"{lesson.Name}.jpg"));
    }
}
WeightFile.Write(
    Path.Combine(folder, "instant.safetensors"),
    network.state_dict().Select(entry => KeyValuePair.Create(entry.Key, entry.Value.detach().to(float16))));
return 0;

static void Load(InstantStage stage, string path)
{
    using var state = WeightFile.Read(path);
    state.LoadInto(stage, path);
}

// By numbers that no step has.
void Standardize(InstantStage stage, int index, Pictures pictures)
{
    using var scope = NewDisposeScope();
    stage.Standardize(cat([.. Enumerable.Range(1, 200).Select(number =>
    {
        using var look = NewDisposeScope();
        return StageStyle.Of(encoder, index, pictures.Painting(-1000 - number)).Vector().MoveToOuterDisposeScope();
    })]));
}
