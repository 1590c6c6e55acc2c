using System.CommandLine;
using System.Diagnostics;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary><c>atelier learn PAINTING... -o my.style</c>: a network that paints these paintings at once, about as the optimizer would.</summary>
internal sealed class LearnCommand : AtelierCommand
{
    private const int MostPhotos = 1000;

    private readonly Argument<FileInfo[]> _paintings = new("painting") { Description = "One or more paintings.", Arity = ArgumentArity.OneOrMore };
    private readonly OutputOptions _output = new("The style to write, such as my.style; stylize --style paints with it.");

    private readonly Option<DirectoryInfo?> _photos = new("--photos")
    {
        Description = "A folder of photographs like those to be painted, to practice on [default: blurred parts of the paintings].",
        HelpName = "folder",
    };

    private readonly Option<string> _network = new("--network")
    {
        Description = "The network that judges what is painted: of the VGG family, by name or weight file.",
        DefaultValueFactory = _ => EmbeddedNetwork.Name,
        HelpName = "name|file",
    };

    private readonly Option<int> _steps = NewOption.Number(
        "--steps", "How long to practice; more is slower and nearer to what the optimizer paints.", StyleLearning.UsualSteps, least: StyleLearning.FewestSteps, most: 1_000_000);

    private readonly Option<string?> _sheet = new("--sheet") { Description = "A picture to write of what was learned [default: the output's name and .jpg].", HelpName = "file" };
    private readonly PictureOptions _pictures = new() { AreRead = true };
    private readonly ComputeOptions _compute = new();

    /// <param name="streams">Where to write.</param>
    public LearnCommand(Streams streams)
        : base(streams, "learn", "Learn one painting or a few, so as to paint after them at once about as well as by optimizing.",
            "atelier learn monet.jpg -o monet.style --photos photos",
            "atelier learn monet.jpg seurat.jpg -o impressionists.style --photos photos --steps 2000")
    {
        Add(_paintings);
        Add(_output);
        Add(_photos);
        Add(_network);
        Add(_steps);
        Add(_sheet);
        Add(_pictures);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var output = _output.Claim(call);
        var sheet = _output.Claim(call, call.Get(_sheet) ?? output + ".jpg", "--sheet");
        PictureOutput.Ensure(sheet, new(), ImageFormat.Jpeg);
        var folder = output + ".learning";
        if (File.Exists(folder))
            throw new InputException($"{folder}: is in the way of the folder that keeps the run; move it.");
        if (WritableFolder.Problem(folder) is { } problem)
            throw new InputException($"{folder}: {problem}");
        var photos = Photos(call);
        _compute.SayWithoutGpu(call);
        (_compute.Read(call) with { Device = "cpu" }).Apply();
        using var judge = Invocation.Build(() => NetworkCatalog.LoadEncoder(call.Get(_network), new() { Padding = PaddingMode.Reflection }));
        using var paintings = _pictures.Read(call, call.Get(_paintings));
        string[] names = [.. call.Get(_paintings).Select(file => file.Name)];
        var learning = Invocation.Build(() => new StyleLearning(paintings, names, photos, judge, call.Get(_steps), _compute.Read(call).Seed));
        return Task.FromResult(Learn(call, learning, output, sheet, folder, () => LearnedSheet.Write(sheet, output, paintings, photos), names, stop));
    }

    private static int Learn(
        Invocation call, StyleLearning learning, string output, string sheet, string folder, Action draw, string[] names, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        Judgment? judgment;
        using (var bar = call.Progress("steps"))
        {
            var report = new Reporter(progress => bar.Report(new(progress.Step, progress.Steps) { Loss = progress.Lately.Open, Stage = "style left" }));
            judgment = learning.Run(output, folder, report, stop);
        }
        if (judgment is not { } learned)
        {
            call.Say($"Stopped; what was learned is kept in {folder}: run the same command to continue.");
            return ExitCode.Stopped;
        }
        // A failing picture must not cost what was learned.
        try
        {
            draw();
        }
        catch (FileAccessException e)
        {
            call.Say(e.Message);
        }
        Directory.Delete(folder, recursive: true);
        return call.Finish(
            new
            {
                Output = output,
                Sheet = sheet,
                Paintings = names,
                Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
                StyleOpen = learned.Open,
                ContentDistance = learned.Content,
            },
            FormattableString.Invariant($"{output}: {string.Join(", ", names)} in {clock.Elapsed.TotalMinutes:0.0} min; {1 - learned.Open:P0} of the style is reached. See {sheet}."));
    }

    private IReadOnlyList<string> Photos(Invocation call)
    {
        if (call.Get(_photos) is not { } folder)
            return [];
        IReadOnlyList<string> files = [.. ImageFiles.Find([folder.FullName]).Take(MostPhotos)];
        foreach (var file in files)
            ImageFile.ReadHeader(file);
        return files;
    }

    private sealed class Reporter(Action<LearningProgress> action) : IProgress<LearningProgress>
    {
        public void Report(LearningProgress value) => action(value);
    }
}
