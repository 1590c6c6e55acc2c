using Atelier.Core.Files;
using Atelier.Core.Guards;

namespace Atelier.Core.Weights;

/// <summary>Where weights come from and go to, and how patient a download is.</summary>
public sealed record WeightDownloadOptions
{
    /// <summary>The folder of the files at the server; <c>ATELIER_WEIGHTS_URL</c> where it is set, else <see cref="OfficialWeights.Server"/>.</summary>
    /// <exception cref="ArgumentException">The address is not one of http or https.</exception>
    public Uri Server { get; init => field = Folder(value); } = FromEnvironment();

    /// <summary>The folder that files are put into; <see cref="UserFolders.Weights"/> by default.</summary>
    public string Destination { get; init; } = UserFolders.Weights;

    /// <summary>How long the server may be silent before the attempt is given up; 30 s by default.</summary>
    public TimeSpan StallTimeout
    {
        get;
        init => field = TimeSpan.FromSeconds(Require.Positive(value.TotalSeconds, nameof(StallTimeout)));
    }
    = TimeSpan.FromSeconds(30);

    /// <summary>Attempts in a row that bring less than a megabyte before the download fails; 5 by default.</summary>
    public int Attempts { get; init => field = Require.Positive(value); } = 5;

    /// <summary>The pause before the second attempt, doubled for each further one; 1 s by default.</summary>
    public TimeSpan RetryDelay
    {
        get;
        init => field = TimeSpan.FromSeconds(Require.NonNegative(value.TotalSeconds, nameof(RetryDelay)));
    }
    = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that can be written into a folder.</summary>
    internal Func<string, long> FreeSpace { get; init; } = folder => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;

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
