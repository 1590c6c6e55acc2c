using System.Buffers.Binary;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class BmpTests : IDisposable
{
    // Color 1 of the palettes below, and a color for the direct kinds: red 10, green 20, blue 30.
    private static readonly byte[] Palette = [0, 0, 0, 0, 30, 20, 10, 0];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Of1Bit_LooksColorsUp() =>
        ReadsAs(Bmp(3, 2, bits: 1, palette: Palette, rows: [0b0110_0000, 0, 0, 0, 0b1000_0000, 0, 0, 0]), [1, 0, 0], [0, 1, 1]);

    [Fact]
    public void Read_Of4Bits_LooksColorsUp() =>
        ReadsAs(Bmp(3, 2, bits: 4, palette: Palette, rows: [0x01, 0x10, 0, 0, 0x10, 0x00, 0, 0]), [1, 0, 0], [0, 1, 1]);

    [Fact]
    public void Read_Of8BitsTopDown_LooksColorsUp() =>
        ReadsAs(Bmp(3, -2, bits: 8, palette: Palette, rows: [1, 0, 0, 0, 0, 1, 1, 0]), [1, 0, 0], [0, 1, 1]);

    [Fact]
    public void Read_Of24Bits_SwapsBlueAndRed() =>
        ReadsAs(Bmp(1, 2, bits: 24, rows: [0, 0, 0, 0, 30, 20, 10, 0]), [1], [0]);

    [Fact]
    public void Read_Of32Bits_IgnoresTheUnusedByte() =>
        ReadsAs(Bmp(2, 1, bits: 32, rows: [30, 20, 10, 99, 0, 0, 0, 0]), [1, 0]);

    [Fact]
    public void Read_OfRle8_FollowsRunsLiteralsAndJumps() =>
        ReadsAs(Bmp(4, 3, bits: 8, compression: 1, palette: Palette, rows: [3, 1, 1, 0, 0, 0, 0, 3, 0, 1, 0, 0, 0, 2, 0, 1, 1, 1, 0, 1]), [0, 0, 0, 1], [0, 1, 0, 0], [1, 1, 1, 0]);

    [Fact]
    public void Read_OfRle4_AlternatesHalves() =>
        ReadsAs(Bmp(5, 1, bits: 4, compression: 2, palette: Palette, rows: [2, 0x10, 0, 3, 0x01, 0x10, 0, 1]), [1, 0, 0, 1, 1]);

    [Fact]
    public void Read_Of16Bits_Has5BitsPerChannel()
    {
        using var scope = torch.NewDisposeScope();
        var read = ImageFile.Read(_folder.Write("a.bmp", Bmp(2, 1, bits: 16, rows: [0b0_00001, 0b0_11111_00, 0, 0])));
        TensorAssert.ShouldBe(read[0, torch.TensorIndex.Colon, 0, 0], torch.tensor(new[] { 1f, 0f, 8 / 255f }));
    }

    [Fact]
    public void Read_Of565Masks_Has6BitsOfGreen()
    {
        using var scope = torch.NewDisposeScope();
        var read = ImageFile.Read(_folder.Write("a.bmp", Bmp(2, 1, bits: 16, compression: 3, masks: [0xf800, 0x07e0, 0x001f], rows: [0xe0, 0x07, 0x20, 0])));
        TensorAssert.ShouldBe(read[0, torch.TensorIndex.Colon, 0], torch.tensor(new[,] { { 0f, 0f }, { 1f, 4 / 255f }, { 0f, 0f } }));
    }

    [Fact]
    public void Read_OfAnAlphaMask_ShowsTheBackground()
    {
        using var scope = torch.NewDisposeScope();
        var bmp = Bmp(2, 1, bits: 32, compression: 6, masks: [0xff0000, 0xff00, 0xff, 0xff000000], rows: [0, 0, 0, 51, 0, 0, 0, 255]);
        Assert.True(ImageFile.ReadHeader(_folder.Write("a.bmp", bmp)).HasAlpha);
        TensorAssert.ShouldBe(ImageFile.Read(_folder["a.bmp"]), torch.tensor(new[] { 0.8f, 0 }).expand(1, 3, 1, 2));
    }

    [Fact]
    public void Read_OfAnAlphaChannelLeftAtZero_IsOpaque()
    {
        using var scope = torch.NewDisposeScope();
        var bmp = Bmp(1, 1, bits: 32, compression: 6, masks: [0xff0000, 0xff00, 0xff, 0xff000000], rows: [30, 20, 10, 0]);
        ReadsAs(bmp, [1]);
    }

    [Fact]
    public void Read_OfHostileSizes_IsRefused()
    {
        (byte[] Bmp, string Says)[] cases =
        [
            (Bmp(int.MaxValue, int.MaxValue, bits: 24, rows: [0, 0, 0, 0]), "damaged"),
            (Bmp(0, 1, bits: 24, rows: [0, 0, 0, 0]), "damaged"),
            (Bmp(1, int.MinValue, bits: 24, rows: [0, 0, 0, 0]), "damaged"),
            (Bmp(-1, 1, bits: 24, rows: [0, 0, 0, 0]), "damaged"),
            (Bmp(30_000, 30_000, bits: 8, compression: 1, palette: Palette, rows: [0, 1]), "900 megapixels"),
            (Bmp(4, 1, bits: 8, compression: 1, palette: Palette, rows: [5, 1, 0, 1]), "damaged"),
            (Bmp(4, 1, bits: 8, compression: 1, palette: Palette, rows: [4, 1, 0, 0]), "damaged"),
            (Bmp(1, 1, bits: 8, palette: Palette, rows: [7, 0, 0, 0]), "damaged"),
            (Bmp(1, 1, bits: 16, compression: 3, masks: [0xf000f, 0x7e0, 0x1f], rows: [0, 0, 0, 0]), "damaged"),
            (Bmp(1, 1, bits: 24, compression: 4, rows: [0, 0, 0, 0]), "compression 4"),
            (Bmp(1, 1, bits: 13, rows: [0, 0, 0, 0]), "13 bits per pixel"),
        ];
        foreach (var (bmp, says) in cases)
            Assert.Contains(says, Assert.Throws<ImageFileException>(() => ImageFile.Read(_folder.Write("a.bmp", bmp))).Message, StringComparison.Ordinal);
    }

    private void ReadsAs(byte[] bmp, params byte[][] rows)
    {
        using var scope = torch.NewDisposeScope();
        var mask = torch.tensor(rows.SelectMany(r => r).Select(v => (float)v).ToArray(), [1, 1, rows.Length, rows[0].Length]);
        var color = torch.tensor(new[] { 10f, 20, 30 }).view(1, 3, 1, 1) / Number(255);
        TensorAssert.ShouldBe(ImageFile.Read(_folder.Write("a.bmp", bmp)), mask * color);
    }

    // A file header, BITMAPINFOHEADER, masks, palette of two colors, rows as given.
    private static byte[] Bmp(int width, int height, int bits, byte[] rows, int compression = 0, uint[]? masks = null, byte[]? palette = null)
    {
        var head = new byte[54];
        (head[0], head[1], head[14], head[26], head[28], head[30]) = ((byte)'B', (byte)'M', 40, 1, (byte)bits, (byte)compression);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(22), height);
        head[46] = (byte)((palette?.Length ?? 0) / 4);
        byte[] between = [.. (masks ?? []).SelectMany(BitConverter.GetBytes), .. palette ?? []];
        head[10] = (byte)(54 + between.Length);
        return [.. head, .. between, .. rows];
    }
}
