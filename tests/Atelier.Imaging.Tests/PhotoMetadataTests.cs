using System.Text;
using NetVips;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Imaging.Tests;

[NoTensorLeaks]
public sealed class PhotoMetadataTests : IDisposable
{
    private const string Copyright = "exif-ifd0-Copyright", Date = "exif-ifd2-DateTimeOriginal", Latitude = "exif-ifd3-GPSLatitude";

    private readonly TemporaryFolder _folder = new();

    public PhotoMetadataTests()
    {
        using var photo = Image.Black(16, 12, 3).Copy(interpretation: Enums.Interpretation.Srgb).Mutate(mutable =>
        {
            mutable.Set(GValue.GStrType, Copyright, "2026 Jane Roe");
            mutable.Set(GValue.GStrType, "exif-ifd0-Artist", "Jane Roe");
            mutable.Set(GValue.GStrType, Date, "2026:11:28 09:30:00");
            mutable.Set(GValue.GStrType, "exif-ifd2-BodySerialNumber", "12345");
            mutable.Set(GValue.GStrType, Latitude, "48/1 31/1 12/1");
            mutable.Set(GValue.GStrType, "exif-ifd3-GPSLatitudeRef", "N");
            mutable.Set(GValue.GIntType, "orientation", 6);
        });
        photo.Jpegsave(_folder["photo.jpg"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.webp")]
    [InlineData("a.avif")]
    public void Write_KeepsWhoseItIs_AndThePlaceOnlyIfAsked(string name)
    {
        Write(name, new() { Metadata = ImageFile.ReadMetadata(_folder["photo.jpg"]) });
        Assert.StartsWith("2026 Jane Roe", Field(name, Copyright), StringComparison.Ordinal);
        Assert.StartsWith("2026:11:28 09:30:00", Field(name, Date), StringComparison.Ordinal);
        Assert.Null(Field(name, Latitude));
        Assert.Null(Field(name, "exif-ifd2-BodySerialNumber"));
        Assert.Equal((16, 12), (ImageFile.ReadHeader(_folder[name]).Width, ImageFile.ReadHeader(_folder[name]).Height));
        Write(name, new() { Metadata = ImageFile.ReadMetadata(_folder["photo.jpg"], withLocation: true) });
        Assert.StartsWith("48/1 31/1 12/1", Field(name, Latitude), StringComparison.Ordinal);
        Write(name, new());
        Assert.Null(Field(name, Copyright));
    }

    [Fact]
    public void Write_OfATiff_KeepsThemAsXmp()
    {
        Write("a.tif", new() { Metadata = ImageFile.ReadMetadata(_folder["photo.jpg"]), Texts = new Dictionary<string, string> { ["Atelier"] = "{}" } });
        using var image = Image.NewFromFile(_folder["a.tif"]);
        var packet = Encoding.UTF8.GetString((byte[])image.Get("xmp-data"));
        Assert.Contains("2026 Jane Roe", packet, StringComparison.Ordinal);
        Assert.Contains("2026-11-28T09:30:00", packet, StringComparison.Ordinal);
        Assert.Equal("{}", ImageFile.ReadTexts(_folder["a.tif"])["Atelier"]);
    }

    [Fact]
    public void Write_OfWhatAPhotoDoesNotSay_SaysNothing()
    {
        Write("plain.png", new());
        Write("b.jpg", new() { Metadata = ImageFile.ReadMetadata(_folder["plain.png"]) });
        Assert.Null(Field("b.jpg", Copyright));
        Assert.Throws<ImageFileException>(() => ImageFile.ReadMetadata(_folder["missing.jpg"]));
    }

    private void Write(string name, ImageWriteOptions options)
    {
        using var image = torch.full([1, 3, 12, 16], Number(0.5));
        ImageFile.Write(_folder[name], image, options);
    }

    private string? Field(string name, string field)
    {
        using var image = Image.NewFromFile(_folder[name]);
        return image.Contains(field) ? (string)image.Get(field) : null;
    }
}
