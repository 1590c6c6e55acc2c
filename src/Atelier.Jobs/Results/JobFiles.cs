namespace Atelier.Jobs.Results;

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
}
