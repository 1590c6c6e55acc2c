using NetVips;
using TorchSharp;

namespace Atelier.Imaging.Tests;

/// <summary>Small image files of every kind, made by libvips where the product does not write them.</summary>
internal static class EncodedImages
{
    /// <summary>Noise, which no format compresses to nothing, written by the product.</summary>
    public static byte[] Noise(TemporaryFolder folder, string extension)
    {
        using var image = torch.rand(1, 3, 40, 56);
        ImageFile.Write(folder[$"noise{extension}"], image);
        return File.ReadAllBytes(folder[$"noise{extension}"]);
    }

    /// <summary>An image of interleaved values.</summary>
    public static Image Of<T>(T[] values, int width, int bands, Enums.BandFormat format, Enums.Interpretation space)
        where T : unmanaged
    {
        using var raw = Image.NewFromMemory(values, width, values.Length / bands / width, bands, format);
        return raw.Copy(interpretation: space);
    }
}
