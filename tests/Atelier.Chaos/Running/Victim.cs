namespace Atelier.Chaos;

/// <summary>Work of the program's that can be started again until it is done.</summary>
/// <param name="name">As the report has it.</param>
/// <param name="folder">For its files.</param>
internal abstract class Victim(string name, string folder)
{
    public string Name => name;

    public string Folder => folder;

    /// <summary>The exit code of a process that was left in peace.</summary>
    public virtual int DoneCode => 0;

    /// <summary>Makes the inputs, and does the work once undisturbed.</summary>
    public abstract Task PrepareAsync();

    /// <summary>Clears the place for new work.</summary>
    public abstract void Begin();

    /// <summary>Starts the work, or goes on with it.</summary>
    public abstract Running Start(Surroundings surroundings);

    /// <summary>Waits until the process is gone; a server, whose work is done, is told to go.</summary>
    public virtual Task<(int ExitCode, string Error)?> FinishAsync(Running running) => running.EndAsync();

    /// <summary>Whether the work is done, when the process is gone.</summary>
    public abstract bool IsDone { get; }

    /// <summary>What is broken now that a process is gone, however it went; in sentences.</summary>
    public abstract IEnumerable<string> Broken();

    /// <summary>What is wrong with the finished work: it must be what it would have been.</summary>
    public abstract IEnumerable<string> Wrong();

    /// <summary>Temporary files that nobody will miss.</summary>
    protected static IEnumerable<string> Temporaries(string folder) =>
        Directory.EnumerateFiles(folder, ".*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file).Contains(".tmp", StringComparison.Ordinal));
}

/// <summary>What a process lives in.</summary>
/// <param name="Environment">Variables.</param>
internal sealed record Surroundings(IReadOnlyDictionary<string, string> Environment)
{
    public static Surroundings Plain { get; } = new(new Dictionary<string, string>());
}
