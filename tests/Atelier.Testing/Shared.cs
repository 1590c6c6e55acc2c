namespace Atelier.Testing;

/// <summary>The folder of shared inputs beside the checkout, which tests may use and the product never does.</summary>
public static class Shared
{
    /// <summary>The folder, or null where it is absent.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The full path of a file in the folder, which a <see cref="SharedFactAttribute"/> made sure of.</summary>
    public static string File(string path) => Path.Combine(Folder!, path);

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (System.IO.File.Exists(Path.Combine(at.FullName, "Atelier.slnx")))
                return Path.GetFullPath(Path.Combine(at.FullName, "..", "shared")) is var shared && Directory.Exists(shared) ? shared : null;
        return null;
    }
}
