using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Atelier.Core;

/// <summary>A libtorch that the machine has already, for the CPU or CUDA, such as the folder <c>torch/lib</c> of a Python installation.</summary>
/// <param name="Folder">Where its libraries are.</param>
/// <param name="Version">Its version, for example <c>2.10.0+cu128</c>.</param>
internal sealed partial record MachineLibTorch(string Folder, string Version)
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "ATELIER_LIBTORCH";

    /// <summary>What TorchSharp was built with: libtorch keeps its binary interface within a minor version only.</summary>
    public const string Needed = "2.10";

    /// <summary>The library that most of libtorch is in.</summary>
    public const string Main = "libtorch_cpu.so";

    /// <summary>libtorch's libraries on Linux, in loading order.</summary>
    public static readonly string[] Files = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    private const string Advice = $"name the folder torch/lib of a PyTorch {Needed} for Linux on x86-64, or unset {Variable} to use the program's own libtorch";

    /// <summary>Whether a library belongs to CUDA's libtorch alone.</summary>
    public static bool IsOptional(string file) => file.Contains("cuda", StringComparison.Ordinal);

    /// <summary>Loads what the environment names; null where it names nothing.</summary>
    /// <exception cref="AtelierException">It is not a libtorch that this program can use.</exception>
    public static MachineLibTorch? LoadChosen()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } named)
            return null;
        if (!OperatingSystem.IsLinux())
            throw new TorchException($"{Variable} is for Linux only: unset it to use the program's own libtorch.");
        if (File.ReadLines("/proc/self/maps").Any(line => line.EndsWith($"/{Main}", StringComparison.Ordinal)))
            throw new TorchException($"Torch was in use before {Variable} was read: call NativeTorch.EnsureLoaded first, or unset {Variable}.");
        var folder = Find(named);
        foreach (var file in Files)
            if (!File.Exists(Path.Combine(folder, file)) && !(IsOptional(file) && !HasCuda(folder)))
                throw Refused(named, $"which lacks {file}");
        RequireArchitecture(named, Path.Combine(folder, Main));
        var written = ReadVersion(folder);
        RequireVersion(named, written);
        try
        {
            return new MachineLibTorch(folder, written ?? LoadVersion(named, folder)).Load();
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw Refused(named, $"which does not load ({LoaderMessage.Essence(e).TrimEnd('.')})", e);
        }
    }

    /// <summary>What a Python package or an archive of libtorch says about its version; null if nothing.</summary>
    internal static string? ReadVersion(string folder)
    {
        var above = Path.GetDirectoryName(folder) ?? folder;
        if (Path.Combine(above, "version.py") is var python && File.Exists(python))
            return PythonVersion().Match(File.ReadAllText(python)) is { Success: true } match ? match.Groups["version"].Value : null;
        return Path.Combine(above, "build-version") is var archive && File.Exists(archive) ? File.ReadAllText(archive).Trim() : null;
    }

    private static string Find(string named)
    {
        if (!Directory.Exists(named))
            throw Refused(named, "which is no folder");
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(named));
        return ((string[])[full, Path.Combine(full, "lib")]).FirstOrDefault(folder => File.Exists(Path.Combine(folder, Main)))
            ?? throw Refused(named, $"where neither the folder nor its lib has {Main}");
    }

    private static bool HasCuda(string folder) => Files.Any(file => IsOptional(file) && File.Exists(Path.Combine(folder, file)));

    private static void RequireArchitecture(string named, string library)
    {
        if (ElfHeader.Machine(library) is not { } machine)
            throw Refused(named, $"whose {Main} is no 64-bit Linux library");
        if (machine != ElfHeader.X64)
            throw Refused(named, $"whose {Main} is for {ElfHeader.Name(machine)}");
    }

    private static void RequireVersion(string named, string? version)
    {
        if (version is not null && version != Needed && !version.StartsWith(Needed + ".", StringComparison.Ordinal))
            throw Refused(named, $"which is libtorch {version}, but TorchSharp {NativeTorch.TorchSharpVersion} needs {Needed}");
    }

    // The library itself says it since 2.9, as two bytes of a number.
    private static string LoadVersion(string named, string folder)
    {
        NativeLibrary.Load(Path.Combine(folder, Files[0]));
        var library = NativeLibrary.Load(Path.Combine(folder, Main));
        if (!NativeLibrary.TryGetExport(library, "aoti_torch_abi_version", out var function))
            throw Refused(named, $"which does not say its version, but TorchSharp {NativeTorch.TorchSharpVersion} needs {Needed}");
        var number = Marshal.GetDelegateForFunctionPointer<InterfaceVersion>(function)();
        var version = $"{number >> 56}.{number >> 48 & 0xff}";
        RequireVersion(named, version);
        return version;
    }

    private static TorchException Refused(string named, string reason, Exception? inner = null) =>
        new($"{Variable} names {named}, {reason}: {Advice}.", inner);

    // In CUDA's libtorch, libraries find NVIDIA's by the paths written in them, as they do in Python. What others look for by name
    // alone, such as parts of MKL, has to be visible to all, as torch's own Python module makes it.
    private MachineLibTorch Load()
    {
        LoadedLibrary.OpenForAll(Path.Combine(Folder, "libtorch_global_deps.so"));
        foreach (var file in Files.Select(file => Path.Combine(Folder, file)).Where(File.Exists))
            NativeLibrary.Load(file);
        return this;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate ulong InterfaceVersion();

    [GeneratedRegex(@"^__version__\s*=\s*['""](?<version>[^'""]+)['""]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PythonVersion();
}
