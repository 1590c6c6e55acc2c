namespace Atelier.Cli.Tests;

/// <summary>A copy of the program in a folder of its own, without some of its files.</summary>
internal sealed class ProgramCopy : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="keeps">Which files to copy, by name.</param>
    public ProgramCopy(Func<string, bool> keeps)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => keeps(Path.GetFileName(file))))
            CopyOrLink(file, _folder[Path.GetFileName(file)]);
    }

    /// <summary>The path of a file in it.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Runs it to the end.</summary>
    public Task<AtelierProcess.Ended> RunAsync(params string[] args) => RunAsync(new Dictionary<string, string>(), args);

    /// <summary>Runs it to the end, with environment variables set.</summary>
    public Task<AtelierProcess.Ended> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] args) =>
        AtelierProcess.RunCopyAsync(_folder["atelier.dll"], environment, args);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    // The program's own folder is where its file really lies, so that only what is large may be a link.
    private static void CopyOrLink(string from, string to)
    {
        if (new FileInfo(from).Length > 10_000_000)
            File.CreateSymbolicLink(to, from);
        else
            File.Copy(from, to);
    }
}
