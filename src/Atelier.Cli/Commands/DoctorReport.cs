using System.Reflection;
using System.Runtime.InteropServices;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;

namespace Atelier.Cli;

/// <summary>What <c>atelier doctor</c> found; <c>--json</c> uses these names.</summary>
internal sealed record DoctorReport
{
    /// <summary>Whether torch computes, images can be read and the kernels asked for run.</summary>
    public bool Healthy => Machine.TorchComputes && Vips.Problem is null && Kernels.Problem is null;

    /// <summary>Version of this program.</summary>
    public string Atelier { get; init; } =
        typeof(DoctorReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Version of .NET.</summary>
    public string DotNet { get; init; } = RuntimeInformation.FrameworkDescription;

    /// <summary>The machine, and whether torch loads and computes on it.</summary>
    public MachineFacts Machine { get; init; } = MachineFacts.Read();

    /// <summary>What computes the networks that pictures are made with.</summary>
    public KernelReport Kernels { get; init; } = KernelReport.Read();

    /// <summary>Whether images can be read.</summary>
    public ImageLibrary Vips { get; init; } = ImageLibrary.Check();

    /// <summary>The folder of <see cref="Networks"/>.</summary>
    public string NetworkFolder { get; init; } = UserFolders.Weights;

    /// <summary>Weight files on this machine.</summary>
    public IReadOnlyList<CachedWeights> Networks { get; init; } = CachedWeights.List();
}

/// <summary>Which kernels are used on the CPU.</summary>
/// <param name="Name"><c>avx512</c>, <c>avx2</c>, <c>neon</c> or <c>torch</c>; null where those asked for do not run.</param>
/// <param name="IsForced">Whether <c>ATELIER_KERNELS</c> asks for them.</param>
/// <param name="Warning">That they are slow, and what to do about it; null if they are not.</param>
/// <param name="Problem">Why they do not run; null if they do.</param>
internal sealed record KernelReport(string? Name, bool IsForced, string? Warning, string? Problem)
{
    /// <summary>Of this process.</summary>
    public static KernelReport Read() => KernelChoice.Problem is { } problem
        ? new(null, KernelChoice.IsForced, null, problem)
        : new(KernelChoice.Name(KernelChoice.Kind), KernelChoice.IsForced, WarningOf(KernelChoice.Kind), null);

    private static string? WarningOf(KernelKind kind) => kind switch
    {
        _ when kind != KernelChoice.Best => $"{KernelChoice.Variable} asks for these, but {KernelChoice.Name(KernelChoice.Best)} is faster here: unset it.",
        KernelKind.Torch => "This processor has neither AVX2 nor NEON: libtorch computes in place of the faster kernels.",
        _ => null,
    };
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
