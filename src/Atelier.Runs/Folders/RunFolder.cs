using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Core;

namespace Atelier.Runs;

/// <summary>A run on disk: recipe, description, logs, plots, checkpoints, models; each file whole or absent.</summary>
/// <param name="path">The folder.</param>
public sealed class RunFolder(string path)
{
    private const string DescriptionName = "run.json";
    private const string RecipeName = "recipe.json";
    private const string LockName = ".lock";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>The folder, as it was given.</summary>
    public string Path => path;

    /// <summary>The folder's name, which is also its model's.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));

    /// <summary>The description: see <see cref="RunDescription"/>.</summary>
    public string Description => In(DescriptionName);

    /// <summary>The phases.</summary>
    public string Recipe => In(RecipeName);

    /// <summary>The epochs, as a table.</summary>
    public string Epochs => In("epochs.csv");

    /// <summary>Batches and epochs, a JSON object a line.</summary>
    public string Log => In("log.jsonl");

    /// <summary>TensorBoard's event files.</summary>
    public string TensorBoard => In("tensorboard");

    /// <summary>The model card in Markdown; next to it, the same as JSON.</summary>
    public string Card => In("model-card.md");

    /// <summary>The pictures.</summary>
    public string Plots => In("plots");

    /// <summary>The last two checkpoints of the run's whole state.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>The weights at the end of the run.</summary>
    public string Model => In("model.safetensors");

    /// <summary>The averaged weights, with their own batch-norm statistics.</summary>
    public string SwaModel => In("model-swa.safetensors");

    /// <summary>The exponential average of the weights.</summary>
    public string EmaModel => In("model-ema.safetensors");

    /// <summary>The weights of the epoch with the lowest validation loss.</summary>
    public string BestModel => In("best.safetensors");

    /// <summary>Whether there is a run in the folder.</summary>
    public bool Exists => File.Exists(Description);

    /// <summary>
    /// Whether a run may start here: the folder is missing, empty, or left by a run that was killed before it wrote its
    /// description, which comes right after the recipe.
    /// </summary>
    internal bool IsFree => !Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).All(entry => IsOfAStart(entry) || System.IO.Path.GetFileName(entry) is LockName);

    /// <summary>Whether the run can be continued without what it started from.</summary>
    internal bool HasCheckpoint => Exists && Directory.Exists(Checkpoints) && Directory.EnumerateFiles(Checkpoints, "*.safetensors").Any(file => !System.IO.Path.GetFileName(file).StartsWith('.'));

    /// <summary>Reads the description.</summary>
    /// <exception cref="Core.AtelierException">There is no run, or the description is damaged.</exception>
    public RunDescription Read()
    {
        try
        {
            using var file = File.OpenRead(Description);
            return JsonSerializer.Deserialize<RunDescription>(file, Format) ?? throw new JsonException("It is empty.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RunException(path, "is not a run: it has no run.json; name a folder that atelier train wrote.", e);
        }
        catch (ArgumentException e)
        {
            throw new RunException(path, $"has a run.json with a setting that cannot be ({ExceptionSentence.Of(e).TrimEnd('.')}): it is damaged, or another version wrote it; start a new run in another folder.", e);
        }
        catch (JsonException e)
        {
            throw new RunException(path, "has a run.json that this version cannot read: it is damaged, or another version wrote it; start a new run in another folder.", e);
        }
    }

    /// <summary>Checks that a run may start here. Nothing is changed yet.</summary>
    /// <param name="replace">Whether a run that is there may be replaced.</param>
    /// <exception cref="Core.AtelierException">It may not.</exception>
    internal void Claim(bool replace)
    {
        if (File.Exists(path))
            throw new RunException(path, "is a file; name a folder for the run.");
        if (Exists && !replace)
            throw new RunException(path, "already has a run; resume it, replace it (--force), or name another folder.");
        if (!Exists && !IsFree)
            throw new RunException(path, "has files that are not part of a run; name an empty or a new folder.");
    }

    /// <summary>Takes the run for this process alone, and deletes the temporary files that a killed one left.</summary>
    /// <returns>To be disposed when the run is over; the end of the process, however it comes, is as good.</returns>
    /// <exception cref="Core.AtelierException">Another process has it, or the folder cannot be written.</exception>
    internal IDisposable Lock()
    {
        try
        {
            Directory.CreateDirectory(path);
            var taken = new FileStream(In(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            foreach (var folder in (string[])[path, Checkpoints, Plots, TensorBoard])
                AtomicFile.Sweep(folder);
            return taken;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new RunException(path, $"cannot be written ({e.Message.TrimEnd('.')}); name a folder that can.", e);
        }
        catch (IOException e) when (File.Exists(In(LockName)))
        {
            throw new RunException(path, "is being trained by another process; wait for it, or stop it first.", e);
        }
        catch (IOException e)
        {
            throw new RunException(path, $"cannot be written ({e.Message.TrimEnd('.')}); name a folder that can.", e);
        }
    }

    /// <summary>Writes the description.</summary>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    internal void Write(RunDescription description) =>
        AtomicFile.Write(Description, stream => JsonSerializer.Serialize(stream, description, Format));

    /// <summary>Deletes what a run wrote, and nothing else.</summary>
    internal void Clear()
    {
        if (!Directory.Exists(path))
            return;
        foreach (var rest in Directory.EnumerateFiles(path).Where(IsOfAStart).ToList())
            File.Delete(rest);
        foreach (var file in (string[])[Description, Recipe, Epochs, Log, Model, SwaModel, EmaModel, BestModel, Card, System.IO.Path.ChangeExtension(Card, ".json")])
            File.Delete(file);
        foreach (var inner in ((string[])[TensorBoard, Plots, Checkpoints]).Where(Directory.Exists))
            Directory.Delete(inner, recursive: true);
    }

    private static bool IsOfAStart(string entry) =>
        System.IO.Path.GetFileName(entry) is var name
        && (name is RecipeName || AtomicFile.IsTemporaryOf(RecipeName, name) || AtomicFile.IsTemporaryOf(DescriptionName, name));

    private string In(string name) => System.IO.Path.Combine(path, name);
}

/// <summary>A run's folder cannot be used: which one, what is wrong, and what to do.</summary>
/// <param name="path">The folder.</param>
/// <param name="problem">The rest of a sentence that begins with the folder.</param>
/// <param name="innerException">The cause, if another exception reported it.</param>
internal sealed class RunException(string path, string problem, Exception? innerException = null)
    : AtelierException($"{path}: {problem}", innerException);
