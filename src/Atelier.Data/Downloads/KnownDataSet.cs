using Atelier.Core;

namespace Atelier.Data;

/// <summary>A data set that can be downloaded.</summary>
/// <param name="Name">What users call it.</param>
/// <param name="Path">The packed file's name at the server.</param>
/// <param name="FileName">The unpacked file's name here.</param>
/// <param name="Description">What it is, and who may use it.</param>
public sealed record KnownDataSet(string Name, string Path, string FileName, string Description)
{
    /// <summary>fast.ai's server.</summary>
    public static readonly Uri Server = new("https://files.fast.ai/data/");

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<KnownDataSet> All { get; } =
    [
        new("imagenet-sample", "imagenet-sample-train.tar.gz", "imagenet-sample-train.tar", "a sample of ImageNet's training images; ImageNet's terms of use hold"),
    ];

    /// <summary>The folder at the server: <c>ATELIER_DATA_URL</c> where it is set, else <see cref="Server"/>.</summary>
    /// <exception cref="DownloadException">The variable holds no address of http or https.</exception>
    public static Uri ServerInUse =>
        Environment.GetEnvironmentVariable("ATELIER_DATA_URL") is not { Length: > 0 } mirror
            ? Server
            : Folder(mirror) ?? throw new DownloadException($"ATELIER_DATA_URL is '{mirror}', which is no address of http or https: correct it or unset it.");

    /// <summary>An address of http or https, with a slash at its end; null for anything else.</summary>
    public static Uri? Folder(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/")
            : null;
}
