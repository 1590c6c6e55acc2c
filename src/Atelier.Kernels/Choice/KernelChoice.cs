using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Atelier.Kernels;

/// <summary>Which kernels this process computes with: the widest that the processor is good at, or those that <c>ATELIER_KERNELS</c> names.</summary>
internal static class KernelChoice
{
    /// <summary>The variable that forces one kind: <c>avx512</c>, <c>avx2</c>, <c>neon</c> or <c>torch</c>.</summary>
    public const string Variable = "ATELIER_KERNELS";

    private static readonly string? Wanted = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;
    private static readonly (KernelKind Kind, string? Problem) Choice = Choose(Wanted, Runs);

    /// <summary>The kind.</summary>
    /// <exception cref="KernelException">The variable names none, or one that this processor cannot run.</exception>
    public static KernelKind Kind => Problem is null ? Choice.Kind : throw new KernelException(Problem);

    /// <summary>Why there is none, in one sentence; null if there is.</summary>
    public static string? Problem => Choice.Problem;

    /// <summary>The kind that is fastest here.</summary>
    public static KernelKind Best => Choose(null, Runs).Kind;

    /// <summary>Whether the variable chose.</summary>
    public static bool IsForced => Wanted is not null;

    /// <summary>Throws what <see cref="Kind"/> would, before any work is done.</summary>
    public static void Check() => _ = Kind;

    /// <summary>As the variable spells it.</summary>
    public static string Name(KernelKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Whether this processor can run them. Those for NEON run on x64, too, so that they can be tested there.</summary>
    public static bool Runs(KernelKind kind) => kind switch
    {
        KernelKind.Avx512 => Avx512F.IsSupported,
        KernelKind.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        KernelKind.Neon => AdvSimd.Arm64.IsSupported || Fma.IsSupported,
        _ => true,
    };

    /// <summary>What a value of the variable, or none, comes to on a processor that runs certain kinds.</summary>
    internal static (KernelKind Kind, string? Problem) Choose(string? wanted, Func<KernelKind, bool> runs)
    {
        if (wanted is null)
            return (Widest(runs), null);
        var known = Enum.GetValues<KernelKind>().OrderDescending().ToArray();
        if (known.Where(kind => Name(kind) == wanted).ToArray() is not [var kind])
            return (default, $"{Variable} is '{wanted}', which is none of {string.Join(", ", known.Select(Name))}: correct it or unset it.");
        return runs(kind)
            ? (kind, null)
            : (default, $"{Variable} is '{wanted}', but this processor runs only {string.Join(", ", known.Where(runs).Select(Name))}: choose one of them or unset it.");
    }

    // Some processors have 512 bits and are slower with them: .NET knows which.
    private static KernelKind Widest(Func<KernelKind, bool> runs) =>
        runs(KernelKind.Avx512) && Vector512.IsHardwareAccelerated ? KernelKind.Avx512
        : runs(KernelKind.Avx2) ? KernelKind.Avx2
        : runs(KernelKind.Neon) ? KernelKind.Neon
        : KernelKind.Torch;
}
