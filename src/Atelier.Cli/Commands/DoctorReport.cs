using System.Reflection;
using System.Runtime.InteropServices;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Models;

namespace Atelier.Cli;

/// <summary>What <c>atelier doctor</c> found; <c>--json</c> uses these names.</summary>
internal sealed record DoctorReport
{
    /// <summary>Whether torch computes and images can be read.</summary>
    public bool Healthy => Machine.TorchComputes && Vips.Problem is null;

    /// <summary>Version of this program.</summary>
    public string Atelier { get; init; } =
        typeof(DoctorReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Version of .NET.</summary>
    public string DotNet { get; init; } = RuntimeInformation.FrameworkDescription;

    /// <summary>The machine, and whether torch loads and computes on it.</summary>
    public MachineFacts Machine { get; init; } = MachineFacts.Read();

    /// <summary>Whether images can be read.</summary>
    public ImageLibrary Vips { get; init; } = ImageLibrary.Check();

    /// <summary>The folder of <see cref="Networks"/>.</summary>
    public string NetworkFolder { get; init; } = UserFolders.Weights;

    /// <summary>Weight files on this machine.</summary>
    public IReadOnlyList<CachedWeights> Networks { get; init; } = CachedWeights.List();
}

/// <summary>Whether libvips loads.</summary>
/// <param name="Version">Its version; null if it does not load.</param>
/// <param name="Problem">Why it does not load; null if it does.</param>
internal sealed record ImageLibrary(string? Version, string? Problem)
{
    /// <summary>Loads it.</summary>
    public static ImageLibrary Check()
    {
        var (version, problem) = ImageFile.CheckLibrary();
        return new(version, problem);
    }
}
