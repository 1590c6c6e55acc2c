using System.Runtime.CompilerServices;
using Atelier.Core;

namespace Atelier.Testing;

/// <summary>
/// Loads torch before any test, as a test may be the first to touch it, without going through Atelier; with threads that sleep
/// when they are idle, as the program has them.
/// </summary>
internal static class NativeLoading
{
#pragma warning disable CA2255 // A test project is a program; xunit owns its Main.
    [ModuleInitializer]
    internal static void EnsureLoaded()
    {
        NativeTorch.LetIdleThreadsSleep();
        NativeTorch.EnsureLoaded();
    }
#pragma warning restore CA2255
}
