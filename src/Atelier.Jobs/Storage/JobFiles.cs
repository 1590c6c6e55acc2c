using Atelier.Stylization;

namespace Atelier.Jobs;

/// <summary>The layout of the data folder.</summary>
/// <param name="folder">The data folder.</param>
internal sealed class JobFiles(string folder)
{
    /// <summary>Full path of the data folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>SQLite's database.</summary>
    public string Database => Path.Combine(Folder, "studio.db");

    /// <summary>Uploads and samples, named by their SHA-256.</summary>
    public string Images => Path.Combine(Folder, "images");

    /// <summary>Styles that were learned, named by the painting that stands for them.</summary>
    public string Styles => Path.Combine(Folder, "styles");

    /// <summary>Small copies of images, which can always be made again.</summary>
    public string ThumbnailsFolder => Path.Combine(Folder, "thumbnails");

    /// <summary>Results, named by their key.</summary>
    public string Results => Path.Combine(Folder, "results");

    /// <summary>Lock files of the processes that share the folder.</summary>
    public string Workers => Path.Combine(Folder, "workers");

    /// <summary>Creates the folders.</summary>
    public void CreateFolders()
    {
        foreach (var path in (string[])[Images, Styles, ThumbnailsFolder, Results, Workers])
            Directory.CreateDirectory(path);
    }

    /// <summary>A job's own folder.</summary>
    public string Job(string id) => Path.Combine(Folder, "jobs", id);

    /// <summary>The style for which an image stands; most images stand for none.</summary>
    public string Style(string image) => Path.Combine(Styles, image + StyleFile.Extension);

    /// <summary>The state to resume a job from.</summary>
    public string Checkpoint(string id) => Path.Combine(Job(id), "checkpoint.safetensors");

    /// <summary>The newest preview of a job.</summary>
    public string Preview(string id) => Path.Combine(Job(id), "preview.jpg");

    /// <summary>The losses of a job.</summary>
    public string Losses(string id) => Path.Combine(Job(id), "losses");

    /// <summary>A result's file.</summary>
    public string Result(string key) => Path.Combine(Results, key + ".png");

    /// <summary>Deletes what a job needs only to be resumed.</summary>
    public void DeleteCheckpoint(string id)
    {
        // A job that has never run has no folder.
        if (File.Exists(Checkpoint(id)))
            File.Delete(Checkpoint(id));
    }

    /// <summary>Deletes a job's folder with everything in it.</summary>
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
