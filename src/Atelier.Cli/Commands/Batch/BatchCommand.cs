using System.CommandLine;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Stylization;

namespace Atelier.Cli;

/// <summary><c>atelier batch PHOTO... --style PAINTING... -o FOLDER</c>: many pictures at once.</summary>
internal sealed class BatchCommand : AtelierCommand
{
    private readonly Argument<string[]> _photos = new("photos") { Description = "Photographs: files, folders, and patterns such as 'photos/*.jpg'; none with --manifest.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<FileInfo[]> _styles = new("--style")
    {
        Description = "One or more paintings, blended; or a style that atelier learn has written.",
        HelpName = "file",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _each = new("--each") { Description = "Paint each photograph after each painting, instead of after all of them." };
    private readonly Option<FileInfo?> _manifest = new("--manifest")
    {
        Description = "A CSV file with a row for each picture: its photo, and where they differ, style, output, and options by their names.",
        HelpName = "file",
    };

    private readonly Option<string[]> _vary = new("--vary")
    {
        Description = "Try values of a setting, or of two: style-weight=50,100,200. Each picture is made with all of them, and a sheet shows them under their values.",
        HelpName = "setting=values",
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "The folder for the pictures.", HelpName = "folder", Required = true };
    private readonly Option<string?> _name = new("--name") { Description = "What pictures are called: {name}, {style}, {number} and {vary} stand for the photo's, the paintings', a number and what varies [default: {name}.png, and -{style} and -{vary} before the dot where they differ]", HelpName = "pattern" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are in the way; those that a batch has made always are where something changed." };
    private readonly Option<int> _workers = NewOption.Number("--workers", "Pictures to paint at once; one keeps all processors busy.", 1, least: 1, most: 64);
    private readonly RequestOptions _request = new(RequestKind.Stylize, StylizationSchema.Default, "start");
    private readonly PictureOptions _pictures = new() { IsOfAPhoto = true };
    private readonly MemoryOptions _memory = new(hasPlan: false);
    private readonly ComputeOptions _compute = new(hasSeed: false);

    /// <param name="streams">Where to write.</param>
    public BatchCommand(Streams streams)
        : base(streams, "batch", "Paint many photographs, and go on where a batch was interrupted.",
            "atelier batch photos --style monet.jpg -o painted",
            "atelier batch 'photos/*.jpg' --style monet.jpg seurat.jpg --each -o painted --recipe instant",
            "atelier batch photo.jpg --style monet.jpg -o tried --vary style-weight=50,100,200 --vary size=256,512",
            "atelier batch --manifest pictures.csv -o painted")
    {
        Add(_photos);
        foreach (var option in (Option[])[_styles, _each, _manifest, _vary, _output, _name, _force, _workers])
            Add(option);
        Add(_request);
        Add(_pictures);
        Add(_memory);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var folder = call.Get(_output);
        if (WritableFolder.Problem(Path.Combine(folder, "picture.png")) is { } problem)
            throw new InputException($"{folder}: {problem}");
        var styles = (call.Get(_styles) ?? []).Select(file => file.ToString()).ToList();
        var learned = styles is [var only] && Path.GetExtension(only).Equals(StyleExtension, StringComparison.OrdinalIgnoreCase) ? only : null;
        var request = _request.Read(call, learned is null ? null : Recipe.Instant);
        var write = _pictures.Write(call);
        var variations = Variations.Read(call.Get(_vary) ?? []);
        var (items, sheets) = Items(call, request, learned is null ? styles : [], folder, write, variations);
        // Bad files are passed over, but a painting for all pictures would spoil all.
        foreach (var style in learned is null ? styles : [])
            _pictures.Read(call, [new FileInfo(style)]).Dispose();
        var workers = call.Get(_workers);
        var compute = _compute.Read(call);
        compute = compute with { Seed = request.Seed, Threads = compute.Threads ?? (workers > 1 ? Math.Max(1, Environment.ProcessorCount / workers) : null) };
        if (request.Recipe is Recipe.Instant)
        {
            _compute.SayWithoutGpu(call);
            compute = compute with { Device = "cpu" };
        }
        var batch = Invocation.Build(() => new StylizationBatch(items, folder)
        {
            Workers = workers,
            Read = _pictures.HowToRead(call) with { Profile = write.Profile },
            KeepsProfile = _pictures.KeepsProfile(call),
            KeepsMetadata = _pictures.KeepsMetadata(call),
            KeepsLocation = _pictures.KeepsLocation(call),
            Write = write,
            Replaces = call.Get(_force),
            MaxMemory = _memory.Most(call),
            Device = compute.Apply(),
            Style = learned,
        });
        var outcomes = Run(call, batch, items.Count, stop);
        return Task.FromResult(Finish(call, items.Count, folder, outcomes, WriteSheets(call, variations, folder, sheets, outcomes)));
    }

    private const string StyleExtension = ".style";

    // In the place of what varies.
    private const string SheetWord = "sheet";

    private (List<BatchItem> Items, List<Sheet> Sheets) Items(Invocation call, StylizationRequest request, List<string> styles, string folder, ImageWriteOptions write, Variations variations)
    {
        var inputs = call.Get(_photos);
        var isEach = call.Get(_each);
        var names = new BatchNames(call.Get(_name) ?? $"{{name}}{(isEach ? "-{style}" : "")}{(variations.Any ? "-{vary}" : "")}.png", inputs);
        names.Check(write);
        var hasStyle = styles.Count > 0 || (call.Get(_styles) ?? []).Length > 0;
        IReadOnlyList<BatchManifest.Row> rows = call.Get(_manifest) is { } manifest
            ? inputs.Length == 0 ? BatchManifest.Read(manifest.ToString(), request) : throw new UsageException("A manifest names the photographs: leave out the others, or --manifest.")
            : inputs.Length > 0 ? [.. Photos(inputs, folder).Select(photo => new BatchManifest.Row(photo, null, null, request))] : throw new UsageException("No photograph is given: name files, folders or a --manifest.");
        List<BatchItem> items = [];
        List<Sheet> sheets = [];
        foreach (var row in rows)
            call.Roles.Read("a photograph", row.Photo);
        foreach (var row in rows)
        {
            var paintings = row.Paintings ?? styles;
            if (paintings.Count == 0 && !hasStyle)
                throw new UsageException("No painting is given: name at least one with --style.");
            foreach (var group in isEach ? paintings.Select(painting => (IReadOnlyList<string>)[painting]) : [paintings])
            {
                if (row.Request.Blend is { } blend && blend.Count != group.Count)
                    throw new UsageException($"--blend takes one number for each painting: {blend.Count} for {group.Count} given.");
                if (row.Output is { } output)
                    ImageFile.EnsureWritable(output, write);
                List<(string Name, string File)> tried = [];
                foreach (var (name, variation) in variations.Of(row.Request))
                {
                    if (variations.Any && row.Output is not null)
                        throw new UsageException("--vary names the pictures: leave out the manifest's column output.");
                    var path = Path.Combine(folder, row.Output ?? names.Of(row.Photo, group, items.Count + 1, name));
                    call.Roles.Refuse("--output", path);
                    items.Add(new(row.Photo, group, variation, path));
                    tried.Add((name, path));
                }
                if (variations.Any)
                {
                    var title = group.Count > 0 ? $"{Path.GetFileName(row.Photo)} after {string.Join(", ", group.Select(Path.GetFileName))}" : Path.GetFileName(row.Photo);
                    sheets.Add(new(Path.ChangeExtension(Path.Combine(folder, names.Of(row.Photo, group, items.Count, SheetWord)), ".png"), title, tried));
                }
            }
        }
        return (items, sheets);
    }

    // What was painted lately is no photograph, where the pictures' folder lies among them.
    private static List<string> Photos(string[] inputs, string folder)
    {
        var (painted, comparer) = (RealPath.Of(folder), RealPath.Comparer);
        if (inputs.Any(input => Directory.Exists(input) && comparer.Equals(RealPath.Of(input), painted)))
            throw new UsageException($"{folder}: holds the photographs; name another folder with --output.");
        List<string> photos = [.. ImageFiles.Find(inputs).Where(photo => inputs.Contains(photo) || !RealPath.Of(photo).StartsWith(painted + Path.DirectorySeparatorChar, StringComparison.Ordinal))];
        return photos.Count > 0 ? photos : throw new InputException($"{string.Join(", ", inputs)}: has no photographs but those in {folder}, which this batch has painted.");
    }

    private static IReadOnlyList<BatchOutcome> Run(Invocation call, StylizationBatch batch, int total, CancellationToken stop)
    {
        using var bar = call.Progress("pictures");
        return batch.Run(new Reporter(progress =>
        {
            if (progress.Latest is { Problem: { } problem } failed)
                call.Say($"{failed.Item.Photo} was passed over: {problem}");
            bar.Report(new(progress.Done, total) { Part = progress.Part });
        }), stop);
    }

    // Those all of whose pictures are there.
    private List<string> WriteSheets(Invocation call, Variations variations, string folder, List<Sheet> sheets, IReadOnlyList<BatchOutcome> outcomes)
    {
        var there = outcomes.Where(outcome => outcome.Problem is null).Select(outcome => outcome.Item.Output).ToHashSet(StringComparer.Ordinal);
        List<string> written = [];
        using var journal = sheets.Count > 0 ? new BatchJournal(folder) : null;
        foreach (var sheet in sheets.Where(sheet => sheet.Pictures.All(picture => there.Contains(picture.File))))
        {
            if (File.Exists(sheet.Path) && !journal!.Knows(sheet.Path) && !call.Get(_force))
            {
                call.Say($"{sheet.Path}: is in the way, and not as a batch has made it; move it, or have it replaced with --force.");
                continue;
            }
            journal!.Begin(sheet.Path, SheetWord);
            variations.WriteSheet(sheet.Path, sheet.Title, sheet.Pictures);
            journal.End(sheet.Path);
            written.Add(sheet.Path);
        }
        return written;
    }

    private static int Finish(Invocation call, int total, string folder, IReadOnlyList<BatchOutcome> outcomes, List<string> sheets)
    {
        var failed = outcomes.Where(outcome => outcome.Problem is not null).ToList();
        var (there, painted) = (outcomes.Count(outcome => outcome.WasDone), outcomes.Count(outcome => outcome is { Problem: null, WasDone: false }));
        var isStopped = outcomes.Count < total;
        if (failed.Count > 0 && !isStopped)
            call.Say($"{failed.Count} of {total} could not be painted:{string.Concat(failed.Select(outcome => $"\n  {outcome.Item.Photo}"))}");
        call.Finish(
            new
            {
                Output = folder,
                Total = total,
                Painted = painted,
                Already = there,
                Failed = failed.Select(outcome => new { outcome.Item.Photo, outcome.Problem }),
                Stopped = isStopped,
                Sheets = sheets,
            },
            $"{folder}: {painted} painted, {there} there already, {failed.Count} failed{(isStopped ? $", {total - outcomes.Count} left: run the same command to continue" : "")}.{(sheets.Count > 0 ? $" Side by side: {string.Join(", ", sheets)}." : "")}");
        return isStopped ? ExitCode.Stopped : failed.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private sealed record Sheet(string Path, string Title, IReadOnlyList<(string Name, string File)> Pictures);

    private sealed class Reporter(Action<(int Done, double Part, BatchOutcome? Latest)> action) : IProgress<(int Done, double Part, BatchOutcome? Latest)>
    {
        public void Report((int Done, double Part, BatchOutcome? Latest) value) => action(value);
    }
}
