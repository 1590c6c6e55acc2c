namespace Atelier.Architecture.Tests;

/// <summary>What the checkout has in <c>src</c>.</summary>
internal static class Source
{
    /// <summary>The projects in <c>src</c>: name and file.</summary>
    public static IEnumerable<(string Name, string File)> Projects =>
        Directory.EnumerateFiles(Checkout.Path("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileNameWithoutExtension(file), file));
}
