using System.Runtime.CompilerServices;
using Atelier.Core;

namespace Atelier.Models;

/// <summary>Sets up <see cref="NativeTorch"/> before a network is built, which may be the first thing to touch torch.</summary>
internal static class NativeLoading
{
#pragma warning disable CA2255 // As in NativeTorch: nothing else runs before the library's first use of torch.
    [ModuleInitializer]
    internal static void Register() => RuntimeHelpers.RunModuleConstructor(typeof(NativeTorch).Module.ModuleHandle);
#pragma warning restore CA2255
}
