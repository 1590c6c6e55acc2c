using System.IO.Compression;
using System.Text;

namespace Atelier.Fuzz;

/// <summary>Changes within archives, whose checksums are right again afterwards.</summary>
internal static class Archives
{
    /// <summary>Changes one file of a zip archive, or the archive itself where it is none.</summary>
    public static byte[] MutateZip(byte[] input, Func<byte[], byte[]> edit, Random random)
    {
        List<(string Name, byte[] Bytes)> entries = [];
        try
        {
            using var archive = new ZipArchive(new MemoryStream(input));
            foreach (var entry in archive.Entries)
            {
                using var stream = entry.Open();
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                entries.Add((entry.FullName, bytes.ToArray()));
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return edit(input);
        }
        if (entries is [])
            return edit(input);
        var chosen = entries.FindIndex(entry => entry.Name.EndsWith(".pkl", StringComparison.Ordinal)) is var pickle and >= 0 && random.Next(4) > 0 ? pickle : random.Next(entries.Count);
        entries[chosen] = (entries[chosen].Name, edit(entries[chosen].Bytes));
        using var result = new MemoryStream();
        using (var archive = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                stream.Write(bytes);
            }
        }
        return result.ToArray();
    }

    /// <summary>Makes the checksums of a tar archive's headers right, as far as there are any.</summary>
    public static byte[] MendTar(byte[] input)
    {
        for (var at = 0; at + 512 <= input.Length;)
        {
            var header = input.AsSpan(at, 512);
            if (!header.ContainsAnyExcept((byte)0))
                break;
            header.Slice(148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var value in header)
                sum += value;
            Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(header[148..]);
            var digits = Encoding.ASCII.GetString(header.Slice(124, 11)).Trim('\0', ' ');
            var size = digits.Length > 0 && digits.All(digit => digit is >= '0' and <= '7') ? Convert.ToInt64(digits, 8) : 0;
            if (size > input.Length)
                break;
            at += (int)(512 + (size + 511) / 512 * 512);
        }
        return input;
    }
}
