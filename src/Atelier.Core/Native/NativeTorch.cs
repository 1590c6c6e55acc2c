using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using TorchSharp;

namespace Atelier.Core;

/// <summary>
/// Loads torch's native libraries, even on systems whose C++ runtime is older than the one TorchSharp was built with, and tunes their memory.
/// </summary>
/// <remarks>
/// <c>libLibTorchSharp.so</c> 0.107.0 requires GLIBCXX_3.4.32, which Debian 12, Ubuntu 22.04 and RHEL 9 lack, for one
/// symbol that nothing calls. If the file loads as it is, this class does nothing. If it does not, the runtime
/// asks <see cref="AssemblyLoadContext.ResolvingUnmanagedDll"/>, and a copy with that need marked weak is loaded from the
/// user's cache. It acts at run time, so it works the same for a build, a published program and a tool, and in read-only folders.
/// </remarks>
public static class NativeTorch
{
    private const string Library = "LibTorchSharp";
    private const string FileName = $"lib{Library}.so";

    // What the library needs from its own folder on Linux, in loading order; the CUDA ones may be absent.
    private static readonly string[] Dependencies = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    /// <summary>Whether a patched copy had to be loaded.</summary>
    public static bool IsPatched { get; private set; }

    /// <summary>
    /// Makes torch's idle threads sleep instead of spin, through OpenMP's <c>OMP_WAIT_POLICY</c>, on Linux. Programs call it before
    /// anything else; a value that the user set is kept.
    /// </summary>
    /// <remarks>
    /// OpenMP's threads spin when they have nothing to do, and take cores away from Atelier's kernels and from everyone else: on a
    /// busy machine, that costs ten times more than waking them. It changes the environment of the process, so no library does it
    /// on its own.
    /// </remarks>
    public static void LetIdleThreadsSleep()
    {
        if (OperatingSystem.IsLinux())
            _ = SetEnvironment("OMP_WAIT_POLICY", "passive", overwrite: 0);
    }

    /// <summary>Loads torch now; otherwise it is loaded on first use.</summary>
    /// <exception cref="TorchException">The libraries are missing or do not load.</exception>
    public static void EnsureLoaded()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                RequireOwnLibraries();
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException)
        {
            throw TorchException.DoesNotLoad(LoaderMessage.Essence(e), e);
        }
    }

#pragma warning disable CA2255 // The handler must be in place before any library code touches torch; nothing else runs that early.
    [ModuleInitializer]
    internal static void Register()
    {
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            OperatingSystem.IsLinux() && name is Library or FileName ? LoadPatched() : 0;
    }
#pragma warning restore CA2255

    // .NET's own call changes its copy of the environment, which native libraries do not see.
    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    // If a library is missing, TorchSharp would write a page to standard output and copy what it finds in the NuGet cache, half a
    // gigabyte, next to the program. This fails first, and knows the reason.
    private static void RequireOwnLibraries()
    {
        if (FindFolder(FileName) is not { } folder)
            throw TorchException.DoesNotLoad($"{FileName} is not next to the program ({AppContext.BaseDirectory}); install or build it again");
        foreach (var name in Dependencies)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
                NativeLibrary.Load(path);
            else if (!name.Contains("cuda", StringComparison.Ordinal))
                throw TorchException.DoesNotLoad($"{path} is missing; install or build the program again");
        }
        NativeLibrary.Load(Library, typeof(torch).Assembly, searchPath: null);
    }

    /// <summary>Gives freed memory back to the system, where the runtime can (glibc); elsewhere nothing happens.</summary>
    /// <remarks>
    /// Tensors of many sizes leave holes that glibc keeps: a process that stylizes picture after picture would grow by a few
    /// hundred kilobytes each time. It takes a few milliseconds, so it belongs between sizes and runs, not in a loop.
    /// </remarks>
    public static void TrimMemory() => NativeHeap.Trim();

    /// <summary>Makes the runtime keep freed memory for the rest of the process, where it can (glibc).</summary>
    /// <remarks>
    /// A training step frees and requests the same large tensors again and again. By default, glibc gives each one back, and the
    /// system clears every page again, which takes a tenth of the time of ResNet-18 at 224 pixels. In return, the process stays
    /// as large as at its peak.
    /// </remarks>
    public static void KeepMemory() => NativeHeap.KeepFreed();

    // The folder with the file, among those the runtime loads native libraries from.
    private static string? FindFolder(string file)
    {
        var folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? AppContext.BaseDirectory;
        return folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, file)));
    }

    private static nint LoadPatched()
    {
        if (FindFolder(FileName) is not { } folder)
            return 0;
        var image = File.ReadAllBytes(Path.Combine(folder, FileName));
        if (ElfVersionNeeds.WeakenAll(image, "GLIBCXX_3.4.32") == 0)
            return 0;

        // The copy is elsewhere, so what it needs from its own folder is loaded first.
        foreach (var dependency in Dependencies)
            NativeLibrary.TryLoad(Path.Combine(folder, dependency), out _);
        var handle = LoadFromCache(image);
        if (handle == 0)
            handle = LoadFromTemporaryFolder(image);
        IsPatched = handle != 0;
        return handle;
    }

    private static nint LoadFromCache(byte[] image)
    {
        var name = $"lib{Library}-{Convert.ToHexStringLower(SHA256.HashData(image).AsSpan(0, 8))}.so";
        var path = Path.Combine(UserFolders.Cache, "native", name);
        try
        {
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(image))
                AtomicFile.Write(path, stream => stream.Write(image));
            return NativeLibrary.TryLoad(path, out var handle) ? handle : 0;
        }
        catch (Exception e) when (e is FileAccessException or IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    // For when the cache cannot be written, or programs cannot be loaded from it. The folder is new and belongs to this user alone,
    // so nobody can put another library there, and a loaded library no longer needs its file.
    private static nint LoadFromTemporaryFolder(byte[] image)
    {
        var folder = Directory.CreateTempSubdirectory("atelier-").FullName;
        try
        {
            var path = Path.Combine(folder, FileName);
            File.WriteAllBytes(path, image);
            return NativeLibrary.TryLoad(path, out var handle) ? handle : 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
