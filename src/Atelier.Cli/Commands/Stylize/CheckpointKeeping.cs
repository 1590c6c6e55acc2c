using System.CommandLine;
using System.Diagnostics;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Stylization;
using TorchSharp;

namespace Atelier.Cli;

/// <summary>Keeps pictures, a film and a checkpoint of a run; owns the checkpoint that it found.</summary>
internal sealed class CheckpointKeeping : IDisposable
{
    // Of a film, where nothing else is asked for: six seconds.
    private const int FilmFrames = 120;

    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(20);

    private readonly Stopwatch _sinceCheckpoint = Stopwatch.StartNew();
    private readonly Invocation _call;
    private readonly int? _saveEvery;
    private readonly string? _checkpoint;
    private readonly OutputOptions _claims;
    private readonly string _output;
    private readonly ImageWriteOptions _write;
    private readonly string? _filmPath;
    private readonly int _filmEvery;
    private Film? _film;
    private bool _previewFailed, _checkpointFailed, _filmFailed;

    /// <param name="call">This run of the command.</param>
    /// <param name="saveEvery">Evaluations from picture to picture; null for none.</param>
    /// <param name="checkpoint">The file to keep the run in; null for none.</param>
    /// <param name="startsOver">Whether a checkpoint that is there is not continued from, but replaced.</param>
    /// <param name="film">The film to make of the pictures on the way; null for none.</param>
    /// <param name="evaluations">Of the run.</param>
    /// <param name="output">The main picture.</param>
    /// <param name="write">How pictures are written.</param>
    public CheckpointKeeping(Invocation call, int? saveEvery, string? checkpoint, bool startsOver, string? film, int evaluations, OutputOptions output, ImageWriteOptions write)
    {
        (_call, _saveEvery, _checkpoint, _claims, _output, _write) = (call, saveEvery, checkpoint, output, output.Path(call), write);
        (_filmPath, _filmEvery) = (film, saveEvery ?? Math.Max(1, evaluations / FilmFrames));
        if (film is not null)
        {
            Film.Ensure(film);
            output.Claim(call, film, KeepOptions.Film);
        }
        if (saveEvery is not null && _output == InputFiles.Standard)
            throw new UsageException("Pictures on the way need a name beside the output's: name a file, or leave out --save-every.");
        if (checkpoint is null)
            return;
        if (Directory.Exists(checkpoint))
            throw new InputException($"{checkpoint}: is a folder; name a file to keep the run in.");
        if (WritableFolder.Problem(checkpoint) is { } problem)
            throw new InputException($"{checkpoint}: {problem}");
        call.Roles.Claim(KeepOptions.Checkpoint, checkpoint);
        if (File.Exists(checkpoint) && !startsOver)
            Resume = StylizationCheckpoint.Load(checkpoint);
    }

    /// <summary>The run to continue, or null.</summary>
    public StylizationCheckpoint? Resume { get; }

    /// <summary>What the stylizer calls; without progress.</summary>
    public StylizationCallbacks Callbacks => new()
    {
        Every = _filmPath is not null ? _filmEvery : _saveEvery ?? new StylizationCallbacks().Every,
        Preview = _saveEvery is null && _filmPath is null ? null : Show,
        Checkpoint = _checkpoint is null ? null : Save,
        // A film's pictures come too often for it.
        IsCheckpointDue = _filmPath is null ? null : () => _sinceCheckpoint.Elapsed > BetweenCheckpoints,
    };

    private string Note => $"writes {Path.GetFullPath(_output)}";

    /// <summary>The picture's path; it and the pictures on the way may be there already where the run to continue wrote them.</summary>
    /// <exception cref="InputException">One exists otherwise, without <c>--force</c>.</exception>
    public string Claim()
    {
        if (Resume?.Note == Note)
        {
            _call.Roles.Claim(KeepOptions.Output, _output);
        }
        else
        {
            if (_saveEvery is not null && Previews().FirstOrDefault() is { } preview)
                _claims.Claim(_call, preview, KeepOptions.SaveEvery);
            _claims.Claim(_call);
        }
        if (_saveEvery is not null)
        {
            foreach (var path in _call.Roles.Paths.Where(IsPreview).ToList())
                _call.Roles.Refuse(KeepOptions.SaveEvery, path);
        }
        return _output;
    }

    /// <summary>Begins the film, which shows the photo first.</summary>
    /// <param name="photo">[1,3,H,W] or [1,4,H,W].</param>
    /// <param name="width">Of the result, pixels.</param>
    /// <param name="height">Likewise.</param>
    public void Begin(torch.Tensor photo, int width, int height)
    {
        if (_filmPath is not null)
            TryFilm(() => (_film = new(_filmPath, width, height)).Add(photo));
    }

    /// <summary>Ends the film.</summary>
    /// <param name="picture">The result.</param>
    public void End(torch.Tensor picture)
    {
        if (_film is { } film)
            TryFilm(() => film.Finish(picture, _claims.IsForced(_call)));
    }

    /// <summary>Deletes the checkpoint of a run that is done.</summary>
    public void Done()
    {
        if (_checkpoint is not null)
            Try(ref _checkpointFailed, "The checkpoint", () => File.Delete(_checkpoint));
    }

    /// <summary>Tells whoever stopped the run what the checkpoint is for.</summary>
    public void SayHowToContinue()
    {
        if (_checkpoint is not null && !_checkpointFailed && File.Exists(_checkpoint))
            _call.Say($"The run is kept in {_checkpoint}: run the same command to continue.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Resume?.Dispose();
        _film?.Dispose();
    }

    private void Show(StylizationProgress progress, torch.Tensor image)
    {
        if (_saveEvery is not null)
            Try(ref _previewFailed, "Pictures on the way", () => ImageFile.Write(PreviewPath($"{progress.Evaluation:0000}"), image, _write));
        if (_film is { } film)
            TryFilm(() => film.Add(image));
    }

    // A film that is broken is not continued.
    private void TryFilm(Action add)
    {
        Try(ref _filmFailed, "The film", add);
        if (!_filmFailed)
            return;
        _film?.Dispose();
        _film = null;
    }

    private void Save(StylizationCheckpoint state)
    {
        state.Note = Note;
        _sinceCheckpoint.Restart();
        Try(ref _checkpointFailed, "The checkpoint", () => state.Save(_checkpoint!));
    }

    // What is kept on the way must not cost the picture.
    private void Try(ref bool hasFailed, string what, Action keep)
    {
        try
        {
            keep();
            hasFailed = false;
        }
        catch (Exception e) when (e is FileAccessException or IOException or UnauthorizedAccessException)
        {
            if (!hasFailed)
                _call.Say($"{what} could not be kept, and the work goes on: {e.Message}");
            hasFailed = true;
        }
    }

    private string PreviewPath(string count) =>
        Path.Combine(Path.GetDirectoryName(_output) ?? "", $"{Path.GetFileNameWithoutExtension(_output)}.{count}{Path.GetExtension(_output)}");

    private IEnumerable<string> Previews()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(_output))!;
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateFiles(folder).Where(IsPreview).Order(StringComparer.Ordinal);
    }

    private bool IsPreview(string file) =>
        Path.GetFileNameWithoutExtension(file).Split('.')[^1] is { Length: >= 4 } count && count.All(char.IsAsciiDigit)
            && RealPath.Comparer.Equals(RealPath.Of(file), RealPath.Of(PreviewPath(count)));
}

/// <summary>What is kept on the way: pictures, and a checkpoint to resume from.</summary>
internal sealed class KeepOptions : OptionGroup
{
    /// <summary>Names of options.</summary>
    public const string Output = "--output", SaveEvery = "--save-every", Checkpoint = "--checkpoint", Film = "--film";

    private readonly Option<int?> _saveEvery = NewOption.OptionalNumber<int>(
        SaveEvery, "Write the best picture so far every so many evaluations: out.0050.png, out.0100.png and so on beside out.png.", least: 1);

    private readonly Option<string?> _film = new(Film)
    {
        Description = "Show the picture painting itself: .mp4 (needs ffmpeg), .webp or .gif, a frame every so many evaluations as --save-every says, or 120 in all.",
        HelpName = "file",
    };

    private readonly Option<string?> _checkpoint = new(Checkpoint)
    {
        Description = "File to keep the run in, every 50 evaluations (or as --save-every) and when stopped. The same command, with more evaluations or not, continues from it; it is deleted at the end.",
        HelpName = "file",
    };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Start over where the checkpoint is of another run, or damaged, and replace it." };

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_saveEvery, _film, _checkpoint, _overwrite];

    /// <summary>The first of the options that is given; null for none.</summary>
    public string? IsGiven(Invocation call) => Options.FirstOrDefault(call.IsGiven)?.Name;

    /// <summary>The values.</summary>
    /// <exception cref="InputException">The checkpoint is a folder.</exception>
    public CheckpointKeeping Read(Invocation call, int evaluations, OutputOptions output, ImageWriteOptions write) =>
        new(call, call.Get(_saveEvery), call.Get(_checkpoint), call.Get(_overwrite), call.Get(_film), evaluations, output, write);
}
