using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Atelier.Core;
using Atelier.Imaging;
using NetVips;
using static TorchSharp.torch;
using static Atelier.Core.Numbers;

namespace Atelier.Stylization;

/// <summary>Pictures one after the other as a film: .mp4 by the machine's ffmpeg, or an animated .gif or .webp. Not for several threads at once.</summary>
internal sealed class Film : IDisposable
{
    private const string Program = "ffmpeg";
    private const int FramesPerSecond = 20;

    // The last picture stays for so many frames.
    private const int Rest = 30;

    // Of an animation, whose frames are all in memory.
    private const int LongestSide = 640;

    private static readonly string[] Extensions = [".mp4", ".gif", ".webp"];

    private readonly string _path;
    private readonly List<Image> _frames = [];
    private readonly (int Width, int Height) _size;
    private readonly string _temporary;
    private readonly Process? _encoder;
    private Task<string>? _complaint;

    /// <param name="path">Where the film will be; it appears whole, or not at all.</param>
    /// <param name="width">Of the pictures, pixels.</param>
    /// <param name="height">Likewise.</param>
    /// <exception cref="ImageFileException">There is no such format, or its encoder is missing.</exception>
    public Film(string path, int width, int height)
    {
        Ensure(path);
        _path = path;
        _temporary = Path.Combine(Path.GetTempPath(), $"atelier-{Guid.NewGuid():N}{Path.GetExtension(path)}");
        if (!IsVideo(path))
        {
            var scale = Math.Min(1, (double)LongestSide / Math.Max(width, height));
            _size = (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
            return;
        }
        // The usual kind of video halves its colors, and so has even sides.
        _size = (Math.Max(2, width / 2 * 2), Math.Max(2, height / 2 * 2));
        var size = string.Create(CultureInfo.InvariantCulture, $"{_size.Width}x{_size.Height}");
        _encoder = Start("-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", $"{FramesPerSecond}", "-i", "-", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "18",
            "-movflags", "+faststart", "-y", _temporary);
        _complaint = _encoder.StandardError.ReadToEndAsync();
    }

    /// <summary>How many pictures it has.</summary>
    public int Count { get; private set; }

    /// <summary>Refuses a film that could not be made, before the work.</summary>
    /// <exception cref="ImageFileException">There is no such format, or its encoder is missing.</exception>
    public static void Ensure(string path)
    {
        if (!Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            throw new ImageFileException(path, "cannot be written as a film: end the name in .mp4, .gif or .webp.");
        if (!IsVideo(path))
            return;
        try
        {
            using var asked = Start("-version");
            asked.StandardInput.Close();
            asked.StandardOutput.ReadToEnd();
            asked.WaitForExit();
        }
        catch (Win32Exception e)
        {
            throw new ImageFileException(path, "needs ffmpeg, which is not on this machine: install it (Debian: apt install ffmpeg), or end the name in .webp or .gif.", e);
        }
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="image">[1,3,H,W] or [1,4,H,W] in [0,1], of any size; transparency shows white.</param>
    /// <exception cref="IOException">The encoder has ended.</exception>
    public void Add(Tensor image)
    {
        using var scope = NewDisposeScope();
        var colors = image.shape[1] == 3 ? image : (image.narrow(1, 0, 3) * image.narrow(1, 3, 1)).Plus(image.narrow(1, 3, 1).neg().Plus(1));
        var scaled = Scaling.To(colors, _size.Height, _size.Width);
        PixelTensors.WithImage(scaled, 8, frame =>
        {
            if (_encoder is null)
                _frames.Add(frame.CopyMemory());
            else
                _encoder.StandardInput.BaseStream.Write(frame.WriteToMemory<byte>());
        });
        Count++;
    }

    /// <summary>Writes the film; its last picture stays for a while.</summary>
    /// <param name="last">As for <see cref="Add"/>.</param>
    /// <param name="replace">Whether a file that is there is replaced.</param>
    /// <exception cref="FileAccessException">It cannot be written.</exception>
    /// <exception cref="IOException">The encoder failed.</exception>
    public void Finish(Tensor last, bool replace)
    {
        for (var frame = 0; frame < (_encoder is null ? 1 : Rest); frame++)
            Add(last);
        if (_encoder is null)
        {
            SaveAnimation();
        }
        else
        {
            _encoder.StandardInput.Close();
            var complaint = _complaint!.GetAwaiter().GetResult();
            _encoder.WaitForExit();
            if (_encoder.ExitCode != 0)
                throw new IOException($"{Program} failed: {complaint.Trim().Split('\n')[^1].TrimEnd('.')}.");
        }
        AtomicFile.WriteVia(_path, target => File.Copy(_temporary, target), replace);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var frame in _frames)
            frame.Dispose();
        if (_encoder is { HasExited: false })
            _encoder.Kill();
        _encoder?.Dispose();
        File.Delete(_temporary);
    }

    private void SaveAnimation()
    {
        const int Millisecond = 1000;
        int[] delays = [.. Enumerable.Repeat(Millisecond / FramesPerSecond, _frames.Count - 1), Rest * Millisecond / FramesPerSecond];
        using var strip = Image.Arrayjoin([.. _frames], across: 1);
        using var film = strip.Mutate(mutable =>
        {
            mutable.Set(GValue.GIntType, "page-height", _size.Height);
            mutable.Set(GValue.GIntType, "loop", 0);
            mutable.Set(GValue.ArrayIntType, "delay", delays);
        });
        if (Path.GetExtension(_path).Equals(".gif", StringComparison.OrdinalIgnoreCase))
            film.Gifsave(_temporary);
        else
            film.Webpsave(_temporary, q: 85, smartSubsample: true);
    }

    private static bool IsVideo(string path) => Path.GetExtension(path).Equals(Extensions[0], StringComparison.OrdinalIgnoreCase);

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
}
