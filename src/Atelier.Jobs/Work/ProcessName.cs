namespace Atelier.Jobs;

/// <summary>The name of this process among those that share the jobs, and a locked file that shows others on this machine that it is alive.</summary>
/// <remarks>The system unlocks the file when the process ends, however it ends, so that its jobs need not wait for their lease to expire.</remarks>
internal sealed class ProcessName : IDisposable
{
    private readonly string _folder;
    private readonly string _name = $"{Environment.MachineName}.{Guid.NewGuid():N}";
    private readonly FileStream _lock;

    /// <param name="folder">The folder for lock files.</param>
    public ProcessName(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        _lock = new FileStream(PathOf(_name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
    }

    /// <summary>A unique name for one run of one job.</summary>
    public string NewWorker() => $"{_name}/{Guid.NewGuid():N}";

    /// <summary>Whether a worker is known to be dead: it was on this machine, and its process is gone.</summary>
    public bool IsDead(string worker)
    {
        var name = worker.Split('/')[0];
        if (name == _name || !name.StartsWith(Environment.MachineName + ".", StringComparison.Ordinal))
            return false;
        try
        {
            using var file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private string PathOf(string name) => Path.Combine(_folder, name + ".lock");
}
