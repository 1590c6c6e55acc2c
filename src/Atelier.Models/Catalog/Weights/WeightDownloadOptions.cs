using Atelier.Core;

namespace Atelier.Models;

/// <summary>Where weights come from and go to, and how patient a download is.</summary>
public sealed record WeightDownloadOptions : DownloadPatience
{
    /// <summary>The folder of the files at the server; <c>ATELIER_WEIGHTS_URL</c> where it is set, else <see cref="OfficialWeights.Server"/>.</summary>
    /// <exception cref="ArgumentException">The address is not one of http or https.</exception>
    public Uri Server { get; init => field = Folder(value); } = FromEnvironment();

    /// <summary>The folder that files are put into; <see cref="UserFolders.Weights"/> by default.</summary>
    public string Destination { get; init; } = UserFolders.Weights;

    private static Uri FromEnvironment() =>
        Environment.GetEnvironmentVariable("ATELIER_WEIGHTS_URL") is { Length: > 0 } mirror
            ? Uri.TryCreate(mirror, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
                ? Folder(url)
                : throw new WeightDownloadException($"ATELIER_WEIGHTS_URL is '{mirror}', which is no address of http or https: correct it or unset it.")
            : OfficialWeights.Server;

    private static Uri Folder(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{url}' is no address of http or https.", nameof(url));
        return url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
    }
}
