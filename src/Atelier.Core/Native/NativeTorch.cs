using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using Atelier.Core.Files;
using TorchSharp;

namespace Atelier.Core.Native;

/// <summary>
/// Makes torch's native libraries load on systems whose C++ runtime is older than the one TorchSharp was built with.
/// </summary>
/// <remarks>
/// <c>libLibTorchSharp.so</c> 0.107.0 asks for GLIBCXX_3.4.32, which Debian 12, Ubuntu 22.04 and RHEL 9 lack, for one
/// symbol that nothing calls. Where the file loads as it is, this class does nothing. Where it does not, the runtime
/// asks <see cref="AssemblyLoadContext.ResolvingUnmanagedDll"/>, and a copy with that need marked weak is loaded from the
/// user's cache. It acts at run time, so that it works alike under build, publish and as a tool, and in read-only folders.
/// </remarks>
public static class NativeTorch
{
    private const string Library = "LibTorchSharp";

    /// <summary>Whether a patched copy had to be loaded.</summary>
    public static bool IsPatched { get; private set; }

    /// <summary>Loads torch now; it is otherwise loaded on first use.</summary>
    /// <exception cref="NativeLoadException">The libraries are missing or do not load.</exception>
    public static void EnsureLoaded()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException)
        {
            throw new NativeLoadException(e);
        }
    }

#pragma warning disable CA2255 // The handler must be in place before any library code touches torch; nothing else runs that early.
    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
        OperatingSystem.IsLinux() && name is Library or $"lib{Library}.so" ? LoadPatched() : 0;
#pragma warning restore CA2255

    private static nint LoadPatched()
    {
        if (FindFolder() is not { } folder)
            return 0;
        var image = File.ReadAllBytes(Path.Combine(folder, $"lib{Library}.so"));
        if (ElfVersionNeeds.WeakenAll(image, "GLIBCXX_3.4.32") == 0)
            return 0;

        // The copy lies elsewhere, so what it needs from its own folder is loaded first.
        foreach (var dependency in (string[])["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"])
            NativeLibrary.TryLoad(Path.Combine(folder, dependency), out _);
        IsPatched = NativeLibrary.TryLoad(Keep(image), out var handle);
        return handle;
    }

    private static string? FindFolder()
    {
        var folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? AppContext.BaseDirectory;
        return folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, $"lib{Library}.so")));
    }

    private static string Keep(byte[] image)
    {
        var name = $"lib{Library}-{Convert.ToHexStringLower(SHA256.HashData(image).AsSpan(0, 8))}.so";
        try
        {
            return KeepIn(Path.Combine(UserFolders.Cache, "native"), name, image);
        }
        catch (FileAccessException)
        {
            return KeepIn(Path.Combine(Path.GetTempPath(), $"atelier-{Environment.UserName}"), name, image);
        }
    }

    private static string KeepIn(string folder, string name, byte[] image)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(image))
            AtomicFile.Write(path, stream => stream.Write(image));
        return path;
    }
}
