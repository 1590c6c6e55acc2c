using System.Runtime.CompilerServices;
using Xunit;

namespace Atelier.Testing;

/// <summary>A fact that needs files of ../shared; it is skipped, by name, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    /// <param name="path">A file or folder in ../shared that the test reads.</param>
    /// <param name="sourceFilePath">Filled in by the compiler.</param>
    /// <param name="sourceLineNumber">Filled in by the compiler.</param>
    public SharedFactAttribute(string path, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (Shared.Folder is null || !Path.Exists(Shared.File(path)))
            Skip = $"needs ../shared/{path}";
    }
}
