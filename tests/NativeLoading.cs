using System.Runtime.CompilerServices;
using Atelier.Core;

namespace Atelier.Testing;

/// <summary>Loads torch before any test: a test may be the first to touch it, without going through Atelier.</summary>
internal static class NativeLoading
{
#pragma warning disable CA2255 // A test project is a program; xunit owns its Main.
    [ModuleInitializer]
    internal static void EnsureLoaded() => NativeTorch.EnsureLoaded();
#pragma warning restore CA2255
}
