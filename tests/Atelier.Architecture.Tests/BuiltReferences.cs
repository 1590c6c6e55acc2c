using Microsoft.CodeAnalysis;

namespace Atelier.Architecture.Tests;

/// <summary>What code in this house may compile against: the framework, the packages and the rooms, as they lie beside the tests.</summary>
internal static class BuiltReferences
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PortableExecutableReference> All { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file))];
}
