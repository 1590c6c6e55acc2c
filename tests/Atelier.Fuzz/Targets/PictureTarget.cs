using Atelier.Imaging;
using NetVips;
using static TorchSharp.torch;

namespace Atelier.Fuzz;

/// <summary>Pictures of one format, read as a photo of the user's: header, pixels, what is left of damaged ones, texts, thumbnail.</summary>
/// <param name="name">The format's extension.</param>
/// <param name="seeds">Pictures that libvips is to write, with its options; beside what the product itself writes.</param>
internal sealed class PictureTarget(string name, params string[] seeds) : FuzzTarget(name)
{
    private static readonly ImageReadOptions Strict = new() { MaxPixels = 1 << 20 };
    private static readonly ImageReadOptions Lenient = Strict with { Damaged = true };

    public override IReadOnlyList<string> Words => Name switch
    {
        "png" => ["IHDR", "IDAT", "IEND", "tEXt", "zTXt", "iTXt", "PLTE", "tRNS", "iCCP", "eXIf", "acTL"],
        "jpg" => ["\xff\xd8", "\xff\xd9", "\xff\xda", "\xff\xc0", "\xff\xc2", "\xff\xc4", "\xff\xdb", "\xff\xdd", "\xff\xd0", "\xff\xe1Exif\0\0", "\xff\xe2ICC_PROFILE", "\xff\xeeAdobe"],
        "webp" => ["RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "EXIF", "ICCP"],
        "avif" => ["ftyp", "avif", "mif1", "meta", "hdlr", "pitm", "iloc", "iinf", "infe", "iprp", "ipco", "colr", "nclx", "ispe", "mdat", "irot"],
        "gif" => ["GIF89a", "GIF87a", "\x21\xf9", "\x2c", "\x3b", "NETSCAPE2.0"],
        _ => ["II*\0", "MM\0*", "BM"],
    };

    public override IEnumerable<byte[]> Seeds(string folder)
    {
        using (var image = rand(1, 3, 12, 20))
        {
            foreach (var bits in Name is "png" or "tif" ? new[] { 8, 16 } : [8])
            {
                var path = Path.Combine(folder, $"seed.{Name}");
                ImageFile.Write(path, image, new() { Bits = bits, Texts = Name == "png" ? new Dictionary<string, string> { ["atelier"] = "{\"size\":64}" } : new Dictionary<string, string>() });
                yield return File.ReadAllBytes(path);
            }
        }
        foreach (var options in seeds)
        {
            using var noise = Image.Gaussnoise(20, 12, mean: 128, sigma: 40, seed: 1);
            using var color = noise.Bandjoin(noise.Flip(Enums.Direction.Horizontal), noise.Flip(Enums.Direction.Vertical));
            using var bytes = color.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
            yield return bytes.WriteToBuffer($".{Name}[{options}]");
        }
    }

    public override byte[] Mutate(byte[] input, Func<byte[], byte[]> edit, Random random) =>
        Name == "png" && random.Next(4) > 0 ? PngChunks.Mend(edit(input)) : edit(input);

    public override string Read(byte[] input, string folder)
    {
        var path = Write(input, folder, $"picture.{Name}");
        var header = ImageFile.ReadHeader(path, Strict);
        ImageFile.ReadTexts(path, Strict);
        try
        {
            Decode(path, Strict);
        }
        catch (ImageFileException)
        {
            DecodeInMemory(path, input);
            Decode(path, Lenient);
            return $"what is left of {header.Format}";
        }
        ImageFile.Decode(path, input, options: Strict);
        ImageFile.WriteThumbnail(path, Path.Combine(folder, "thumbnail.jpg"), 16, Strict);
        return $"{header.Format}";
    }

    private static void DecodeInMemory(string path, byte[] input)
    {
        try
        {
            ImageFile.Decode(path, input, options: Strict);
        }
        catch (ImageFileException)
        {
        }
    }

    private static void Decode(string path, ImageReadOptions options)
    {
        using var pixels = ImageFile.Read(path, options);
        if (pixels.shape is not [1, 3, > 0, > 0])
            throw new InvalidDataException($"The tensor of {path} is [{string.Join(',', pixels.shape)}].");
        if (!pixels.isfinite().all().item<bool>())
            throw new InvalidDataException($"The tensor of {path} has values that are not numbers.");
    }
}
