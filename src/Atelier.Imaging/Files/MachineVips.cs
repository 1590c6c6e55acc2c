using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Atelier.Imaging;

/// <summary>The machine's own libvips, for formats whose decoders may not be passed on with a program: HEIC and JPEG XL.</summary>
/// <remarks>Its command line converts the file, in a process of its own: two libvips of different versions do not go into one.</remarks>
internal static class MachineVips
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The picture as a TIFF in memory, upright, with its color profile.</summary>
    /// <param name="content">The file.</param>
    /// <param name="format">What it is.</param>
    /// <param name="check">Told what it says of itself before it is decoded.</param>
    /// <exception cref="ImageFileException">There is no libvips, or it cannot decode the file, which may be damaged.</exception>
    public static ImageContent.InMemory ToTiff(ImageContent content, ImageFormat format, Action<ImageHeader> check)
    {
        var folder = Directory.CreateTempSubdirectory("atelier-").FullName;
        try
        {
            // Under a name of ours: vips takes options in brackets at a name's end.
            var (input, output) = (Path.Combine(folder, "picture"), Path.Combine(folder, "picture.tif"));
            File.WriteAllBytes(input, content.Load().Bytes);
            check(new(format, Number(content.Name, format, input, "width"), Number(content.Name, format, input, "height"), Bands: 3, Bits: 8, HasAlpha: false, HasProfile: false));
            Run(content.Name, format, "vips", "copy", input, output);
            return new(content.Name, File.ReadAllBytes(output));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Number(string name, ImageFormat format, string input, string field) =>
        int.Parse(Run(name, format, "vipsheader", "-f", field, input), CultureInfo.InvariantCulture);

    private static string Run(string name, ImageFormat format, string program, params string[] args)
    {
        var what = format is ImageFormat.Heic ? "a HEIC photo" : "a JPEG XL image";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Longest))
                process.Kill();
            return process is { HasExited: true, ExitCode: 0 }
                ? output.Result.Trim()
                : throw new ImageFileException(name, $"is {what} that this machine's libvips cannot decode ({error.Result.Trim().Split('\n')[^1]}); it may be damaged, or convert it to JPEG or PNG.");
        }
        catch (Win32Exception e)
        {
            throw new ImageFileException(name, $"is {what}, which takes libvips on this machine; install that (on Debian and Ubuntu: apt install libvips-tools), or convert it to JPEG or PNG.", e);
        }
    }
}
