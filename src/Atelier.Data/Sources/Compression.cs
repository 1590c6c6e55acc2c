namespace Atelier.Data;

/// <summary>A way in which an archive is compressed, so that it cannot be read in place.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Unpack">How to unpack it.</param>
internal sealed record Compression(string Name, string Unpack)
{
    private static readonly (byte[] Start, string[] Extensions, Compression Found)[] Known =
    [
        ([0x1f, 0x8b], [".gz", ".tgz"], new("gzip", "gunzip leaves the .tar")),
        ([(byte)'B', (byte)'Z', (byte)'h'], [".bz2", ".tbz", ".tbz2"], new("bzip2", "bunzip2 leaves the .tar")),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], [".xz", ".txz"], new("xz", "unxz leaves the .tar")),
        ([0x28, 0xb5, 0x2f, 0xfd], [".zst", ".tzst"], new("zstd", "unzstd leaves the .tar")),
        ([(byte)'P', (byte)'K', 3, 4], [], new("zip", "and give the folder")),
    ];

    /// <summary>How a file is compressed, by how it begins or else by its extension; null if it is not.</summary>
    /// <exception cref="DataSetException">It cannot be read.</exception>
    public static Compression? Of(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var start = new byte[8];
            var count = RandomAccess.Read(file, start, 0);
            return Known.FirstOrDefault(known => start.AsSpan(0, count).StartsWith(known.Start)).Found
                ?? Known.FirstOrDefault(known => known.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)).Found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }
}
