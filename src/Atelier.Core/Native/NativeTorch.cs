using System.Reflection;
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
/// Where <c>ATELIER_LIBTORCH</c> names a libtorch that the machine has already, that one is loaded instead of the program's own; a
/// program that uses torch before anything of Atelier's calls <see cref="EnsureLoaded"/> first.
/// </remarks>
public static class NativeTorch
{
    private const string Library = "LibTorchSharp";
    private const string FileName = $"lib{Library}.so";

    private static readonly Lazy<MachineLibTorch?> OfMachine = new(MachineLibTorch.LoadChosen);
    private static readonly Lock Loading = new();

    /// <summary>Whether a patched copy had to be loaded.</summary>
    public static bool IsPatched { get; private set; }

    /// <summary>Version of the TorchSharp package.</summary>
    internal static string TorchSharpVersion { get; } =
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Version of the libtorch that is loaded, for example <c>2.10.0+cu128</c>.</summary>
    internal static string LibTorchVersion => OfMachine.Value?.Version ?? torch.__version__;

    /// <summary>The folder that libtorch is loaded from; null where the system knows, as on Windows.</summary>
    internal static string? LibTorchFolder => OfMachine.Value?.Folder ?? FindFolder(MachineLibTorch.Files[^1]);

    /// <summary>Whether <see cref="LibTorchFolder"/> is what <c>ATELIER_LIBTORCH</c> names.</summary>
    internal static bool IsOfMachine => OfMachine.Value is not null;

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
    /// <exception cref="AtelierException">The libraries are missing or do not load, or <c>ATELIER_LIBTORCH</c> names none that fits.</exception>
    public static void EnsureLoaded()
    {
        try
        {
            if (OfMachine.Value is { } machine)
                LoadOverMachine(machine);
            else if (OperatingSystem.IsLinux())
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
        var folder = RequireFolder();
        foreach (var name in MachineLibTorch.Files)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
                NativeLibrary.Load(path);
            else if (!MachineLibTorch.IsOptional(name))
                throw TorchException.DoesNotLoad($"{path} is missing; install or build the program again, or have {MachineLibTorch.Variable} name a libtorch {MachineLibTorch.Needed}");
        }
        NativeLibrary.Load(Library, typeof(torch).Assembly, searchPath: null);
    }

    // TorchSharp's library finds the machine's libtorch under the names of what is loaded already. But TorchSharp itself loads the
    // program's own libtorch by its path, if there is one, and two in a process crash: so that path has to mean the machine's.
    private static void LoadOverMachine(MachineLibTorch machine)
    {
        if (FindFolder("libtorch_cuda.so") is not null)
            throw new TorchException($"{MachineLibTorch.Variable} is not for a program that carries CUDA's libtorch, as this one does: unset it, or build without -p:Torch=cuda.");
        var own = FindFolder(MachineLibTorch.Main);
        RequireFolder();
        lock (Loading)
        {
            using var renamed = own is null ? null : LoadedLibrary.Rename(Path.Combine(machine.Folder, MachineLibTorch.Main), Path.Combine(own, MachineLibTorch.Main))
                ?? throw new TorchException($"{MachineLibTorch.Variable} has no effect on this system in a program that carries its own libtorch: build with -p:Torch=none, or unset it.");
            NativeLibrary.Load(Library, typeof(torch).Assembly, searchPath: null);
            torch.InitializeDeviceType(DeviceType.CPU);
        }
    }

    private static string RequireFolder() => FindFolder(FileName)
        ?? throw TorchException.DoesNotLoad($"{FileName} is not next to the program ({AppContext.BaseDirectory}); install or build it again");

    /// <summary>Gives freed memory back to the system, where the runtime can (glibc); elsewhere nothing happens.</summary>
    /// <remarks>
    /// Tensors of many sizes leave holes that glibc keeps: a process that stylizes picture after picture would grow by a few
    /// hundred kilobytes each time. It takes a few milliseconds, so it belongs between sizes and runs, not in a loop.
    /// </remarks>
    public static void TrimMemory() => NativeHeap.Trim();

    /// <summary>Makes the runtime give blocks of 8 MiB and more back to the system as soon as they are freed, where it can (glibc).</summary>
    /// <remarks>
    /// By default, glibc cuts blocks of up to 32 MiB out of one heap. Where some are kept, as L-BFGS keeps its steps, and others come and
    /// go between them, holes remain: a third of the memory of a picture of 1024 pixels.
    /// </remarks>
    public static void ReturnLargeBlocks() => NativeHeap.ReturnLarge();

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
        if (OfMachine.Value is not null && NativeLibrary.TryLoad(Path.Combine(folder, FileName), out var asItIs))
            return asItIs;
        var image = File.ReadAllBytes(Path.Combine(folder, FileName));
        if (ElfVersionNeeds.WeakenAll(image, "GLIBCXX_3.4.32") == 0)
            return 0;

        // The copy is elsewhere, so what it needs from its own folder is loaded first.
        if (OfMachine.Value is null)
            foreach (var dependency in MachineLibTorch.Files)
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
