using System.Formats.Tar;
using System.Text;

namespace Atelier.Data.Tests;

public sealed class TarTests : IDisposable
{
    // All that is looked at before decoding: how a JPEG begins.
    private static readonly byte[] Jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 16, .. "JFIF\0"u8];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public void Open_OfATar_ReadsItInPlace(TarEntryFormat format)
    {
        // 165 characters: too long for the old field, so that each format has its own way.
        var deep = $"set/a/{new string('x', 90)}/{new string('y', 60)}.jpg";
        WriteTar(format, [(deep, [.. Jpeg, 1]), ("./set/b/2.jpg", [.. Jpeg, 2]), ("set/b/empty.txt", [])]);
        var images = ImageCollection.Open(_folder["set.tar"]);
        Assert.Equal([deep, "set/b/2.jpg"], images.Images.Select(image => image.Name));
        Assert.Equal([.. Jpeg, 1], images.ReadFile(0));
        Assert.Equal([.. Jpeg, 2], images.ReadFile(1));
        Assert.Equal($"{_folder["set.tar"]}/set/b/2.jpg", images.Describe(1));
    }

    [Fact]
    public void Open_OfACompressedTarByAnotherName_SaysSo()
    {
        File.WriteAllBytes(_folder["set.tar"], [0x1f, 0x8b, 8, 0]);
        Assert.Contains("is compressed (gzip)", Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder["set.tar"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfATarWithLinks_FollowsThoseWithinIt_AndNamesTheRest()
    {
        using (var file = File.Create(_folder["set.tar"]))
        using (var writer = new TarWriter(file))
        {
            void Link(TarEntryType type, string name, string target) => writer.WriteEntry(new PaxTarEntry(type, name) { LinkName = target });
            void Image(string name, byte last) => writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([.. Jpeg, last]) });
            Image("set/a/1.jpg", 1);
            Link(TarEntryType.HardLink, "set/b/hard.jpg", "set/a/1.jpg");
            Link(TarEntryType.SymbolicLink, "set/b/chain.jpg", "soft.jpg");
            Link(TarEntryType.SymbolicLink, "set/b/soft.jpg", "../a/2.jpg");
            Link(TarEntryType.SymbolicLink, "set/c", "./a");
            Link(TarEntryType.SymbolicLink, "set/b/out.jpg", "/etc/out.jpg");
            Link(TarEntryType.SymbolicLink, "set/b/loop.jpg", "loop.jpg");
            Link(TarEntryType.SymbolicLink, "set/a/up", "..");
            Image("set/a/2.jpg", 2);
            Image("set/x/../b/3.jpg", 3);
            Image("../../b/4.jpg", 4);
        }
        var images = ImageCollection.Open(_folder["set.tar"]);
        Assert.Equal(
            [("set/a/1.jpg", 1), ("set/a/2.jpg", 2), ("set/b/3.jpg", 3), ("set/b/chain.jpg", 2), ("set/b/hard.jpg", 1), ("set/b/soft.jpg", 2), ("set/c/1.jpg", 1), ("set/c/2.jpg", 2)],
            images.Images.Select((image, i) => (image.Name, (int)images.ReadFile(i)[^1])));
        Assert.Equal(
            ["../../b/4.jpg would lie outside the archive and was left out.", "The link set/b/out.jpg leads to /etc/out.jpg, which is not in the archive, and was left out.",
                "The link set/b/loop.jpg leads to loop.jpg, which is not in the archive, and was left out.", "The link set/a/up leads to .., which is not in the archive, and was left out."],
            images.Remarks);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Open_OfATarWithASparseFile_SaysSo(bool pax)
    {
        WriteTar(TarEntryFormat.Pax, [("a/1.jpg", Jpeg), ("b/1.jpg", Jpeg)]);
        if (pax)
        {
            using var file = File.Create(_folder["set.tar"]);
            using var writer = new TarWriter(file);
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "a/GNUSparseFile.1/1.jpg", [KeyValuePair.Create("GNU.sparse.major", "1")]) { DataStream = new MemoryStream(Jpeg) });
        }
        else
        {
            using var file = File.Create(_folder["set.tar"]);
            using (var writer = new TarWriter(file, TarEntryFormat.Gnu, leaveOpen: true))
                writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "a/1.jpg") { DataStream = new MemoryStream(Jpeg) });
            // Type S in the header, and the checksum to match.
            file.Position = 0;
            var header = new byte[512];
            file.ReadExactly(header);
            header[156] = (byte)'S';
            "        "u8.CopyTo(header.AsSpan(148));
            Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header.AsSpan(148));
            file.Position = 0;
            file.Write(header);
        }
        Assert.Contains("has a file with holes (sparse)", Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder["set.tar"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfATarCutAnywhere_SaysThatItIsCutOff()
    {
        WriteTar(TarEntryFormat.Pax, [("a/1.jpg", [.. Jpeg, .. new byte[700]]), ("b/1.jpg", [.. Jpeg, .. new byte[2000]])]);
        var whole = File.ReadAllBytes(_folder["set.tar"]);
        var end = whole.AsSpan().LastIndexOfAnyExcept((byte)0) / 512 * 512 + 2048;
        for (var length = 100; length < end; length += 412)
        {
            File.WriteAllBytes(_folder["cut.tar"], whole[..length]);
            var error = Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder["cut.tar"]));
            Assert.StartsWith($"{_folder["cut.tar"]}: is cut off", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_OfATarWithADamagedHeader_SaysSo()
    {
        WriteTar(TarEntryFormat.Ustar, [("a/1.jpg", Jpeg), ("b/1.jpg", Jpeg)]);
        var bytes = File.ReadAllBytes(_folder["set.tar"]);
        bytes[1024 + 124] = (byte)'z'; // in the second entry's size
        File.WriteAllBytes(_folder["set.tar"], bytes);
        Assert.Contains("is damaged, or not a tar archive", Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder["set.tar"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfATarWithATimeThatNoCalendarHas_SaysThatItIsDamaged()
    {
        WriteTar(TarEntryFormat.Gnu, [("a/1.jpg", Jpeg), ("b/1.jpg", Jpeg)]);
        var bytes = File.ReadAllBytes(_folder["set.tar"]);
        var header = bytes.AsSpan(0, 512);
        // Base 256, which the first bit says, and the checksum to match.
        Convert.FromHexString("80000000FFFFFFFFFFFFFFFF").CopyTo(header[136..]);
        "        "u8.CopyTo(header[148..]);
        Encoding.ASCII.GetBytes(Convert.ToString(header.ToArray().Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
        File.WriteAllBytes(_folder["set.tar"], bytes);
        Assert.Contains("is damaged, or not a tar archive", Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder["set.tar"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfATarWhoseLinksMultiply_IsRefused()
    {
        using (var file = File.Create(_folder["set.tar"]))
        using (var writer = new TarWriter(file))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "0/1.jpg") { DataStream = new MemoryStream(Jpeg) });
            for (var level = 1; level < 40; level++)
                foreach (var name in new[] { "a", "b" })
                    writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, $"{level}/{name}") { LinkName = $"../{level - 1}" });
        }
        var error = Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder["set.tar"]));
        Assert.EndsWith("together stand for more than 1000000 files; unpack it, and name the folder of the images.", error.Message, StringComparison.Ordinal);
    }

    [SharedFact("data/tiny10_64px.tar")]
    public void Open_OfTheTenClasses_FindsThemInTheTar()
    {
        var images = ImageCollection.Open(Shared.File("data/tiny10_64px.tar"));
        var split = DataSplit.Random(images);
        Assert.Equal(["albatross", "banana", "bullfrog", "freight_car", "german_shepherd", "lion", "persian_cat", "reel", "school_bus", "water_tower"], images.Classes);
        Assert.All(ImageBalance.Count(images, split).Classes, count => Assert.Equal((500, 50), (count.Training, count.Validation)));
    }

    private void WriteTar(TarEntryFormat format, (string Name, byte[] Bytes)[] files)
    {
        using var file = File.Create(_folder["set.tar"]);
        using var tar = new TarWriter(file, format);
        foreach (var (name, bytes) in files)
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                _ => new PaxTarEntry(TarEntryType.RegularFile, name),
            };
            entry.DataStream = new MemoryStream(bytes);
            tar.WriteEntry(entry);
        }
    }
}
