using System.Formats.Tar;
using Atelier.Data;
using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Fuzz;

/// <summary>Archives of pictures, opened and decoded as a data set.</summary>
internal sealed class ArchiveTarget() : FuzzTarget("tar")
{
    public override IReadOnlyList<string> Words => ["ustar\0" + "00", "ustar  \0", "././@LongLink", "27 path=cats/aaaaaaaaaa.png\n", "18 linkpath=a/b\n", "20 size=99999999999\n", "../", "/", "train/", "val/", "cats/", ".png", "\x1f\x8b\x08"];

    // As many pictures are read at once as there are threads.
    public override long MostBytes => Environment.ProcessorCount * base.MostBytes;

    public override IEnumerable<byte[]> Seeds(string folder)
    {
        var picture = Picture(folder);
        foreach (var format in new[] { TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu })
            yield return Archive(format, picture);
    }

    public override byte[] Mutate(byte[] input, Func<byte[], byte[]> edit, Random random) => random.Next(4) == 0 ? edit(input) : Archives.MendTar(edit(input));

    public override string Read(byte[] input, string folder)
    {
        var images = ImageCollection.Open(Write(input, folder, "pictures.tar"));
        var report = CollectionReport.Create(images, decode: true);
        return report.Corrupt.Count > 0 ? "with corrupt pictures" : "whole";
    }

    private static byte[] Picture(string folder)
    {
        var path = Path.Combine(folder, "seed.png");
        using var image = rand(1, 3, 4, 4);
        ImageFile.Write(path, image);
        return File.ReadAllBytes(path);
    }

    private static byte[] Archive(TarEntryFormat format, byte[] picture)
    {
        using var bytes = new MemoryStream();
        using (var archive = new TarWriter(bytes, format, leaveOpen: true))
        {
            foreach (var name in new[] { "cats/a.png", "cats/b.png", "dogs/c.png" })
                archive.WriteEntry(Entry(format, TarEntryType.RegularFile, name, picture));
            var link = Entry(format, TarEntryType.SymbolicLink, "dogs/d.png", null);
            link.LinkName = "c.png";
            archive.WriteEntry(link);
        }
        return bytes.ToArray();
    }

    private static TarEntry Entry(TarEntryFormat format, TarEntryType type, string name, byte[]? content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Pax => new PaxTarEntry(type, name),
            _ => new GnuTarEntry(type, name),
        };
        if (content is not null)
            entry.DataStream = new MemoryStream(content);
        return entry;
    }
}
