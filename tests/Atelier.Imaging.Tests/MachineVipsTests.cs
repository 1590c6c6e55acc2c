using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using TorchSharp;

namespace Atelier.Imaging.Tests;

/// <summary>Needs libvips' tools (<c>vips</c>), which also make the pictures.</summary>
public sealed class MachineVipsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("heic", ImageFormat.Heic)]
    [InlineData("jxl", ImageFormat.JpegXl)]
    public void Read_OfAPhonesPhoto_IsWhatTheMachineDecodes(string extension, ImageFormat format)
    {
        Assert.SkipUnless(Vips("--version"), "needs libvips' tools");
        using var colors = torch.linspace(0, 1, 3 * 48 * 64).view(1, 3, 48, 64);
        ImageFile.Write(_folder["photo.png"], colors);
        var path = _folder[$"photo [1].{extension}"];
        Assert.SkipUnless(Vips("copy", _folder["photo.png"], _folder[$"photo.{extension}[Q=95]"]), $"this libvips writes no .{extension}");
        File.Move(_folder[$"photo.{extension}"], path);
        using var read = ImageFile.Read(path);
        Assert.Equal([1, 3, 48, 64], read.shape);
        Assert.True((read - colors).abs().mean().item<float>() < 0.02f);
        Assert.Equal(format, ImageFile.ReadHeader(path).Format);
        Assert.Contains("megapixels, more than the limit", Assert.Throws<ImageFileException>(() => ImageFile.Read(path, new() { MaxPixels = 1000 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "is a HEIC photo")]
    [InlineData("\0\0\0\u000cJXL \r\n", "is a JPEG XL image")]
    public void Read_OfADamagedOne_OrWithoutLibvips_SaysWhatItIsAndWhatToDo(string content, string problem)
    {
        var path = _folder.Write("photo.jpg", Encoding.Latin1.GetBytes(content));
        var message = Assert.Throws<ImageFileException>(() => ImageFile.Read(path)).Message;
        Assert.StartsWith($"{path}: {problem}", message, StringComparison.Ordinal);
        Assert.EndsWith("convert it to JPEG or PNG.", message, StringComparison.Ordinal);
    }

    private static bool Vips(params string[] args)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("vips", args) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
