using Atelier.Core;

namespace Atelier.Stylization;

/// <summary>All that a run needs to continue, to the bit, as if it had never been stopped; on disk, a .safetensors file.</summary>
public sealed class StylizationCheckpoint : IDisposable
{
    private static readonly CheckpointFormat Format = new("stylization", Layout: 1);

    private readonly IStateful? _run;
    private readonly StateTree? _saved;

    /// <param name="run">Of which <see cref="Save"/> writes the state as it then is; nothing is copied.</param>
    internal StylizationCheckpoint(IStateful run) => _run = run;

    private StylizationCheckpoint(StateTree saved)
    {
        _saved = saved;
        var run = saved.Open().Child("run");
        (Level, Fingerprint, Note) = (run.ReadInt("level"), run.ReadText("fingerprint"), saved.Open().ReadText("note"));
        Losses = [.. run.ReadLosses("earlier"), .. run.Child("descent").ReadLosses("losses")];
    }

    /// <summary>Free text for whoever keeps the file; empty by default.</summary>
    public string Note { get; set; } = "";

    /// <summary>The loss of each evaluation so far; empty while the run is under way.</summary>
    public IReadOnlyList<LossParts> Losses { get; } = [];

    /// <summary>Of the pictures, the request and the network: a run resumes only from its own checkpoint.</summary>
    internal string Fingerprint { get; } = "";

    /// <summary>Which size of the pyramid, from 0.</summary>
    internal int Level { get; }

    /// <summary>What to call it in errors: the path that it was read from.</summary>
    internal string Source => _saved?.Source ?? "The checkpoint";

    /// <summary>Writes the file, which appears whole or not at all. Only within the callback that was given this checkpoint.</summary>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    public void Save(string path) => Format.Write(path, new Contents(Note, _run ?? throw new InvalidOperationException($"The checkpoint was read from {Source}: copy that file.")));

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="WeightFileException">The file is missing or damaged.</exception>
    /// <exception cref="CheckpointException">It is a checkpoint of something else, or of another version.</exception>
    public static StylizationCheckpoint Load(string path)
    {
        var saved = Format.Read(path);
        try
        {
            return new(saved);
        }
        catch (CheckpointException)
        {
            saved.Dispose();
            throw;
        }
    }

    /// <summary>Frees the tensors of a checkpoint that was read.</summary>
    public void Dispose() => _saved?.Dispose();

    /// <summary>Puts the state into a run.</summary>
    /// <exception cref="CheckpointException">It does not fit.</exception>
    internal void LoadInto(IStateful run) => _saved!.LoadInto(new Contents(Note, run));

    private sealed class Contents(string note, IStateful run) : IStateful
    {
        public void Save(StateWriter to)
        {
            to.Write("note", note);
            to.Write("run", run);
        }

        public void Load(StateReader from)
        {
            from.ReadText("note");
            from.ReadInto("run", run);
        }
    }
}
