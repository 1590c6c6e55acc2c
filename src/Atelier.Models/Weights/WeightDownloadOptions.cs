using Atelier.Core;

namespace Atelier.Models;

/// <summary>Where weights are put, how patient a download is, and which mirror it asks.</summary>
public sealed record WeightDownloadOptions : DownloadPatience
{
    /// <summary>A folder of such files at another server; by default <c>ATELIER_WEIGHTS_URL</c> where it is set, else null: each file's own server.</summary>
    /// <exception cref="ArgumentException">The address is not one of http or https.</exception>
    public Uri? Mirror { get; init => field = value is null ? null : Folder(value); } = FromEnvironment();

    /// <summary>The folder that files are put into; <see cref="UserFolders.Weights"/> by default.</summary>
    public string Destination { get; init; } = UserFolders.Weights;

    private static Uri? FromEnvironment() =>
        Environment.GetEnvironmentVariable("ATELIER_WEIGHTS_URL") is { Length: > 0 } mirror
            ? Uri.TryCreate(mirror, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
                ? Folder(url)
                : throw new DownloadException($"ATELIER_WEIGHTS_URL is '{mirror}', which is not an http or https address: correct it or unset it.")
            : null;

    private static Uri Folder(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{url}' is not an http or https address.", nameof(url));
        return url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
    }
}
