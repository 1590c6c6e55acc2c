namespace Atelier.Architecture.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Source
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The projects in <c>src</c>: name and file.</summary>
    public static IEnumerable<(string Name, string File)> Projects =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileNameWithoutExtension(file), file));

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Atelier.slnx")))
            at = at.Parent ?? throw new InvalidOperationException("The tests do not run from within a checkout.");
        return at.FullName;
    }
}
