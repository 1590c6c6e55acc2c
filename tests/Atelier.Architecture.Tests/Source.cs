using System.Xml.Linq;

namespace Atelier.Architecture.Tests;

/// <summary>What the checkout has in <c>src</c>.</summary>
internal static class Source
{
    /// <summary>The projects in <c>src</c>: name and file.</summary>
    public static IEnumerable<(string Name, string File)> Projects =>
        Directory.EnumerateFiles(Checkout.Path("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileNameWithoutExtension(file), file));

    /// <summary>The C# files in <c>src</c>.</summary>
    public static IEnumerable<string> Files => Directory.EnumerateFiles(Checkout.Path("src"), "*.cs", SearchOption.AllDirectories);

    /// <summary>The project files of the whole checkout.</summary>
    public static IEnumerable<string> ProjectFiles =>
        new[] { "src", "tests", "samples", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(Checkout.Path(folder), "*.csproj", SearchOption.AllDirectories));

    /// <summary>The assembly that is built from a project, in the configuration of these tests; it may not be there.</summary>
    public static string BuiltFrom(string projectFile)
    {
        var name = Path.GetFileNameWithoutExtension(projectFile);
        var assembly = XDocument.Load(projectFile).Descendants("AssemblyName").FirstOrDefault()?.Value ?? name;
        return Checkout.Path("artifacts", "bin", name, new DirectoryInfo(AppContext.BaseDirectory).Name, $"{assembly}.dll");
    }
}
