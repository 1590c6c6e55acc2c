using System.Reflection;
using System.Runtime.InteropServices;
using Atelier.Core;
using Atelier.Imaging;
using Atelier.Models;

namespace Atelier.Cli;

/// <summary>What <c>atelier doctor</c> found; with <c>--json</c>, these are the names.</summary>
internal sealed record DoctorReport
{
    /// <summary>Whether torch computes and images can be read.</summary>
    public bool Healthy => Torch.Computes && Vips.Problem is null;

    /// <summary>Version of this program.</summary>
    public string Atelier { get; init; } =
        typeof(DoctorReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Version of .NET.</summary>
    public string DotNet { get; init; } = RuntimeInformation.FrameworkDescription;

    /// <summary>Version of the TorchSharp package.</summary>
    public string TorchSharp { get; init; } = TorchCheck.TorchSharpVersion;

    /// <summary>Whether torch loads and computes.</summary>
    public required TorchCheck Torch { get; init; }

    /// <summary>Whether images can be read.</summary>
    public required VipsCheck Vips { get; init; }

    /// <summary>The machine.</summary>
    public required MachineFacts Machine { get; init; }

    /// <summary>The folder of <see cref="Networks"/>.</summary>
    public string NetworkFolder { get; init; } = UserFolders.Weights;

    /// <summary>Weight files on this machine.</summary>
    public IReadOnlyList<CachedWeights> Networks { get; init; } = CachedWeights.List();
}
