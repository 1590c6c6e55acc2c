using System.Runtime.InteropServices;

namespace Atelier.Core;

/// <summary>What decides whether and how fast torch runs on this machine.</summary>
public sealed partial record MachineFacts
{
    private static readonly (string Flag, string Name)[] Interesting =
    [
        ("avx2", "AVX2"), ("fma", "FMA"), ("avx512f", "AVX-512"), ("avx512_bf16", "AVX-512 BF16"), ("amx_bf16", "AMX BF16"), ("amx_int8", "AMX INT8"),
        ("asimd", "NEON"), ("bf16", "BF16"), ("sve", "SVE"),
    ];

    /// <summary>Operating system, for example <c>Debian GNU/Linux 12 (bookworm)</c>.</summary>
    public string OperatingSystem { get; private init; } = "";

    /// <summary>Version of the GNU C library; null on systems with another one.</summary>
    public string? Glibc { get; private init; }

    /// <summary>The processor's name, or its architecture if the system does not say.</summary>
    public string Processor { get; private init; } = "";

    /// <summary>Instruction sets that torch has kernels for.</summary>
    public IReadOnlyList<string> ProcessorFeatures { get; private init; } = [];

    /// <summary>Logical processors that this process may use.</summary>
    public int Cores { get; private init; }

    /// <summary>Memory that this process may use, in bytes; a container's limit counts.</summary>
    public long TotalMemory { get; private init; }

    /// <summary>Memory that is free or can be freed, in bytes; null if the system does not say.</summary>
    public long? AvailableMemory { get; private init; }

    /// <summary>Version of the TorchSharp package.</summary>
    public string TorchSharpVersion { get; private init; } = NativeTorch.TorchSharpVersion;

    /// <summary>Version of libtorch; null if it does not load.</summary>
    public string? LibTorchVersion { get; private init; }

    /// <summary>The folder that libtorch was loaded from; null if it does not load.</summary>
    public string? LibTorchFolder { get; private init; }

    /// <summary>Whether the environment variable <c>ATELIER_LIBTORCH</c> names <see cref="LibTorchFolder"/>; otherwise it is the program's own.</summary>
    public bool IsLibTorchOfMachine { get; private init; }

    /// <summary>Whether torch's native libraries load.</summary>
    public bool TorchLoads { get; private init; }

    /// <summary>Whether torch gives the right result for a small convolution.</summary>
    public bool TorchComputes { get; private init; }

    /// <summary>What is wrong with torch, in words; null if nothing is.</summary>
    public string? TorchProblem { get; private init; }

    /// <summary>Whether torch's native library had to be patched for this system (<see cref="NativeTorch.IsPatched"/>).</summary>
    public bool TorchIsPatched { get; private init; }

    /// <summary>Time to load torch, in milliseconds.</summary>
    public double TorchLoadMilliseconds { get; private init; }

    /// <summary>Time of the convolution, in milliseconds.</summary>
    public double TorchComputeMilliseconds { get; private init; }

    /// <summary>Threads that torch uses within one operation; 0 if it does not load.</summary>
    public int TorchThreads { get; private init; }

    /// <summary>CUDA devices that can be used; 0 without a CUDA build, driver or GPU.</summary>
    public int CudaDevices { get; private init; }

    /// <summary>Bytes that this process has and could still get: what is free, of the machine or of the container that it runs in.</summary>
    public static long AttainableMemory()
    {
        var (used, collector) = (Environment.WorkingSet, GC.GetGCMemoryInfo());
        var free = Kilobytes(ColonLines("/proc/meminfo").GetValueOrDefault("MemAvailable")) ?? collector.TotalAvailableMemoryBytes - collector.MemoryLoadBytes;
        return Math.Min(used + free, collector.TotalAvailableMemoryBytes);
    }

    /// <summary>Reads the facts, loads torch and computes; never throws because of what it finds.</summary>
    public static MachineFacts Read()
    {
        var (cpu, torch) = (ColonLines("/proc/cpuinfo"), TorchCheck.Run());
        return new MachineFacts
        {
            LibTorchVersion = torch.LibTorchVersion,
            LibTorchFolder = torch.LibTorchFolder,
            IsLibTorchOfMachine = torch.IsOfMachine,
            TorchLoads = torch.Loads,
            TorchComputes = torch.Computes,
            TorchProblem = torch.Problem,
            TorchIsPatched = torch.IsPatched,
            TorchLoadMilliseconds = torch.LoadMilliseconds,
            TorchComputeMilliseconds = torch.ComputeMilliseconds,
            TorchThreads = torch.Threads,
            CudaDevices = torch.CudaDevices,
            OperatingSystem = RuntimeInformation.OSDescription,
            Glibc = GlibcVersion(),
            Processor = cpu.GetValueOrDefault("model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
            ProcessorFeatures = Features(cpu.GetValueOrDefault("flags") ?? cpu.GetValueOrDefault("Features")),
            Cores = Environment.ProcessorCount,
            TotalMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            AvailableMemory = Kilobytes(ColonLines("/proc/meminfo").GetValueOrDefault("MemAvailable")),
        };
    }

    private static string[] Features(string? flags)
    {
        if (flags is null)
            return [.. FeaturesByRuntime()];
        var present = flags.Split(' ').ToHashSet(StringComparer.Ordinal);
        return [.. Interesting.Where(feature => present.Contains(feature.Flag)).Select(feature => feature.Name)];
    }

    private static IEnumerable<string> FeaturesByRuntime()
    {
        if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
            yield return "AVX2";
        if (System.Runtime.Intrinsics.X86.Avx512F.IsSupported)
            yield return "AVX-512";
        if (System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported)
            yield return "NEON";
    }

    // "name : value" lines; the first of a name counts, as /proc/cpuinfo repeats itself for each processor.
    private static Dictionary<string, string> ColonLines(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path))
            return values;
        foreach (var line in File.ReadLines(path))
            if (line.Split(':', 2) is [var name, var value])
                values.TryAdd(name.Trim(), value.Trim());
        return values;
    }

    private static long? Kilobytes(string? text) =>
        text?.Split(' ') is [var number, "kB"] && long.TryParse(number, out var kilobytes) ? kilobytes * 1024 : null;

    private static string? GlibcVersion()
    {
        try
        {
            return System.OperatingSystem.IsLinux() ? Marshal.PtrToStringUTF8(GnuGetLibcVersion()) : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc.so.6", EntryPoint = "gnu_get_libc_version")]
    private static extern nint GnuGetLibcVersion();
}
