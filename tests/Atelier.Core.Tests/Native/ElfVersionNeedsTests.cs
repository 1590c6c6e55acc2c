namespace Atelier.Core.Tests;

public sealed class ElfVersionNeedsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void WeakenAll_OneNeed_SetsItsFlagAndNothingElse()
    {
        var before = SyntheticElf.Needing(Version, "GLIBC_2.34");
        var image = before.ToArray();

        Assert.Equal(1, ElfVersionNeeds.WeakenAll(image, Version));

        Assert.Equal(2, SyntheticElf.Flags(image, 0));
        Assert.Equal(0, SyntheticElf.Flags(image, 1));
        Assert.Equal(1, before.Zip(image).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public void WeakenAll_TwoLibrariesNeedIt_SetsBoth()
    {
        var image = SyntheticElf.Needing(Version, "GLIBC_2.34", Version);
        Assert.Equal(2, ElfVersionNeeds.WeakenAll(image, Version));
        Assert.Equal((2, 0, 2), (SyntheticElf.Flags(image, 0), SyntheticElf.Flags(image, 1), SyntheticElf.Flags(image, 2)));
    }

    [Fact]
    public void WeakenAll_Twice_ChangesNothingMore()
    {
        var once = SyntheticElf.Needing(Version);
        ElfVersionNeeds.WeakenAll(once, Version);
        var twice = once.ToArray();
        Assert.Equal(1, ElfVersionNeeds.WeakenAll(twice, Version));
        Assert.Equal(once, twice);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.3")]
    [InlineData("GLIBCXX_3.4.321")]
    [InlineData("GLIBCXX_3.4")]
    [InlineData("3.4.32")]
    public void WeakenAll_OtherVersion_LeavesTheImage(string other)
    {
        var image = SyntheticElf.Needing(other);
        var before = image.ToArray();
        Assert.Equal(0, ElfVersionNeeds.WeakenAll(image, Version));
        Assert.Equal(before, image);
    }

    [Theory]
    [InlineData(0, 0x7e)] // magic
    [InlineData(4, 1)]    // 32 bits
    [InlineData(5, 2)]    // big-endian
    public void WeakenAll_NotA64BitLittleEndianElf_IsZero(int at, byte value)
    {
        var image = SyntheticElf.Needing(Version);
        image[at] = value;
        Assert.Equal(0, ElfVersionNeeds.WeakenAll(image, Version));
    }

    [Fact]
    public void WeakenAll_EveryTruncation_IsZeroAndLeavesTheImage()
    {
        var whole = SyntheticElf.Needing(Version, Version);
        for (var length = 0; length < whole.Length; length++)
        {
            var image = whole[..length];
            var before = image.ToArray();
            Assert.True(ElfVersionNeeds.WeakenAll(image, Version) == 0, $"{length} bytes");
            Assert.Equal(before, image);
        }
    }

    [Fact]
    public void WeakenAll_EveryByteDamaged_NeverThrows()
    {
        var whole = SyntheticElf.Needing(Version, "GLIBC_2.34");
        for (var at = 0; at < whole.Length; at++)
            foreach (var value in (byte[])[0, 1, 0x7f, 0x80, 0xff])
            {
                var image = whole.ToArray();
                image[at] = value;
                Assert.InRange(ElfVersionNeeds.WeakenAll(image, Version), 0, 2);
            }
    }

    [Fact]
    public void WeakenAll_NeedsThatNeverEnd_Stops()
    {
        var image = SyntheticElf.Needing(Version);
        new byte[] { 0xff, 0xff, 0xff, 0x7f }.CopyTo(image, image.Length - 64 + 44); // sh_info: two thousand million needs
        Assert.Equal(1, ElfVersionNeeds.WeakenAll(image, Version));
    }

    [Fact]
    public void WeakenAll_NameThatEndsTheFile_IsNoMatch()
    {
        // The string table points at the file's last bytes, which spell the version without the zero that ends a name.
        var image = SyntheticElf.Needing(Version);
        byte[] longer = [.. image, .. System.Text.Encoding.ASCII.GetBytes(Version)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(longer.AsSpan(image.Length - 128 + 24), (ulong)(image.Length - "\0FIRST\0".Length));
        Assert.Equal(0, ElfVersionNeeds.WeakenAll(longer, Version));
    }

    [Fact]
    public void WeakenAll_TheRealLibrary_FindsOneNeed_AndNoTruncationThrows()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "an ELF library is on Linux only");
        var whole = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));

        // The section headers end the file, and the needs lie in its first pages: a cut anywhere hides the headers.
        int[] cuts = [.. Enumerable.Range(0, 4096), .. Enumerable.Range(1, 64).Select(part => whole.Length - part * 64)];
        var scratch = whole.ToArray();
        foreach (var length in cuts)
            Assert.True(ElfVersionNeeds.WeakenAll(scratch.AsSpan(0, length), Version) == 0, $"{length} bytes");
        Assert.Equal(1, ElfVersionNeeds.WeakenAll(scratch, Version));
        Assert.Equal(1, whole.Zip(scratch).Count(pair => pair.First != pair.Second));
    }
}
