namespace Atelier.Jobs;

/// <summary>Where the data folder keeps what.</summary>
/// <param name="folder">The data folder.</param>
internal sealed class JobFiles(string folder)
{
    /// <summary>The data folder, whole.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>SQLite's file.</summary>
    public string Database => Path.Combine(Folder, "studio.db");

    /// <summary>Uploads and samples, called after their SHA-256.</summary>
    public string Images => Path.Combine(Folder, "images");

    /// <summary>Small copies of images, which can always be made again.</summary>
    public string Thumbnails => Path.Combine(Folder, "thumbnails");

    /// <summary>Results, called after their key.</summary>
    public string Results => Path.Combine(Folder, "results");

    /// <summary>Locked files of the processes that share the folder.</summary>
    public string Workers => Path.Combine(Folder, "workers");

    /// <summary>Makes the folders.</summary>
    public void CreateFolders()
    {
        foreach (var path in (string[])[Images, Thumbnails, Results, Workers])
            Directory.CreateDirectory(path);
    }

    /// <summary>A job's own folder.</summary>
    public string Job(string id) => Path.Combine(Folder, "jobs", id);

    /// <summary>A job's state, to go on from.</summary>
    public string Checkpoint(string id) => Path.Combine(Job(id), "checkpoint.safetensors");

    /// <summary>The newest preview.</summary>
    public string Preview(string id) => Path.Combine(Job(id), "preview.jpg");

    /// <summary>The losses.</summary>
    public string Losses(string id) => Path.Combine(Job(id), "losses");

    /// <summary>A result's file.</summary>
    public string Result(string key) => Path.Combine(Results, key + ".png");

    /// <summary>Deletes what a job needs only to go on.</summary>
    public void ForgetState(string id)
    {
        // A job that never ran has no folder.
        if (File.Exists(Checkpoint(id)))
            File.Delete(Checkpoint(id));
    }

    /// <summary>Deletes a job's folder with all that is in it.</summary>
    public void DeleteJob(string id)
    {
        if (Directory.Exists(Job(id)))
            Directory.Delete(Job(id), recursive: true);
    }

    /// <summary>Deletes a result, and the copies of it in other formats.</summary>
    public void DeleteResult(string key)
    {
        foreach (var file in Directory.EnumerateFiles(Results, key + ".*"))
            File.Delete(file);
    }
}
