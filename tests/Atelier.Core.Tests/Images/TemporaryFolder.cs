namespace Atelier.Core.Tests.Images;

/// <summary>A folder of a test's own, gone when the test is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("atelier-").FullName;

    public string File(string name) => Path.Combine(_path, name);

    public string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public string[] Names => [.. Directory.GetFiles(_path).Select(Path.GetFileName).Order()!];

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
