using System.Runtime.InteropServices;

namespace Atelier.Core;

/// <summary>What the dynamic linker of Linux can do with a library, and .NET cannot.</summary>
internal sealed class LoadedLibrary : IDisposable
{
    // RTLD_LAZY, RTLD_NOLOAD and RTLD_GLOBAL of dlfcn.h; where l_name is in the link_map of link.h, to which a handle points.
    private const int Lazily = 1;
    private const int OnlyIfLoaded = 4;
    private const int VisibleToAll = 0x100;
    private const int NameOffset = 8;

    private readonly nint _handle;
    private readonly nint _name;
    private readonly nint _otherName;

    private LoadedLibrary(nint handle, string name)
    {
        (_handle, _name, _otherName) = (handle, Marshal.ReadIntPtr(handle, NameOffset), Marshal.StringToCoTaskMemUTF8(name));
        Marshal.WriteIntPtr(handle, NameOffset, _otherName);
    }

    /// <summary>Loads a library whose symbols all later ones may use. Where there is none, or it does not load, nothing happens.</summary>
    public static void OpenForAll(string path)
    {
        if (File.Exists(path))
            _ = Open(path, Lazily | VisibleToAll);
    }

    /// <summary>Has a path that nothing is loaded from mean a library that is loaded from another, until the result is disposed.</summary>
    /// <returns>Null if the linker does not take it so; nothing has changed then.</returns>
    public static LoadedLibrary? Rename(string loaded, string path)
    {
        var handle = Open(loaded, Lazily | OnlyIfLoaded);
        if (handle == 0 || Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(handle, NameOffset)) != loaded)
            return null;
        var renamed = new LoadedLibrary(handle, path);
        if (Open(path, Lazily | OnlyIfLoaded) == handle)
            return renamed;
        renamed.Dispose();
        return null;
    }

    /// <summary>Gives the library its own name back.</summary>
    public void Dispose()
    {
        Marshal.WriteIntPtr(_handle, NameOffset, _name);
        Marshal.FreeCoTaskMem(_otherName);
    }

    [DllImport("libdl.so.2", EntryPoint = "dlopen")]
    private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
