using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Atelier.Core;
using Atelier.Imaging;
using NetVips;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Pictures one after the other as a film: .mp4 by the machine's ffmpeg, or an animated .gif or .webp. Not for several threads at once.</summary>
/// <remarks>
/// Pictures wait on the disk until the end: so that many of them take no memory, and an encoder is not there yet when Ctrl-C, which ends all
/// processes of a terminal, ends the work.
/// </remarks>
internal sealed class Film : IDisposable
{
    private const string Program = "ffmpeg";
    private const int FramesPerSecond = 20;

    // The last picture stays for so many frames.
    private const int Rest = 30;

    // Of an animation, whose frames are all in memory while it is encoded.
    private const int LongestSide = 640, MostFrames = 240;

    private static readonly string[] Extensions = [".mp4", ".gif", ".webp"];

    private readonly string _path;
    private readonly (int Width, int Height) _size;
    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-film-").FullName;
    private int _count;

    /// <param name="path">Where the film will be; it appears whole, or not at all.</param>
    /// <param name="width">Of the pictures, pixels.</param>
    /// <param name="height">Likewise.</param>
    public Film(string path, int width, int height)
    {
        _path = path;
        // The usual kind of video halves its colors, and so has even sides.
        var scale = IsVideo(path) ? 1 : Math.Min(1, (double)LongestSide / Math.Max(width, height));
        _size = IsVideo(path)
            ? (Math.Max(2, width / 2 * 2), Math.Max(2, height / 2 * 2))
            : (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

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
            Run("-version");
        }
        catch (Win32Exception e)
        {
            throw new ImageFileException(path, "needs ffmpeg, which is not on this machine: install it (Debian: apt install ffmpeg), or end the name in .webp or .gif.", e);
        }
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="image">[1,3,H,W] or [1,4,H,W] in [0,1], of any size; transparency shows white.</param>
    /// <exception cref="FileAccessException">There is no room for it.</exception>
    public void Add(Tensor image)
    {
        using var scope = NewDisposeScope();
        var floats = PackedImage.Floats(image);
        var colors = floats.narrow(1, 0, 3);
        if (floats.shape[1] == 4)
            colors = (colors * floats.narrow(1, 3, 1)).Plus(floats.narrow(1, 3, 1).neg().Plus(1));
        ImageFile.Write(FrameAt(_count++), Scaling.To(colors, _size.Height, _size.Width), new() { Quality = 97 });
    }

    /// <summary>Writes the film; its last picture stays for a while.</summary>
    /// <param name="last">As for <see cref="Add"/>.</param>
    /// <param name="replace">Whether a file that is there is replaced.</param>
    /// <exception cref="FileAccessException">It cannot be written.</exception>
    /// <exception cref="IOException">The encoder failed.</exception>
    public void Finish(Tensor last, bool replace)
    {
        Add(last);
        AtomicFile.WriteVia(_path, temporary =>
        {
            if (IsVideo(_path))
                Encode(temporary);
            else
                Animate(temporary);
        }, replace);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FrameAt(int index) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{index:00000}.jpg"));

    private void Encode(string path)
    {
        var complaint = Run(
            "-v", "error", "-framerate", $"{FramesPerSecond}", "-i", Path.Combine(_folder, "%05d.jpg"), "-vf", $"tpad=stop_mode=clone:stop={Rest - 1}",
            "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "18", "-movflags", "+faststart", "-f", "mp4", path);
        if (complaint is not null)
            throw new IOException($"{Program} failed: {complaint.Trim().Split('\n')[^1].TrimEnd('.')}.");
    }

    private void Animate(string path)
    {
        const int Millisecond = 1000;
        // Of more than it may have, every second one, or third; the last is always there.
        var step = (_count + MostFrames - 1) / MostFrames;
        int[] shown = [.. Enumerable.Range(0, _count - 1).Where(index => index % step == 0), _count - 1];
        int[] delays = [.. Enumerable.Repeat(Millisecond / FramesPerSecond, shown.Length - 1), Rest * Millisecond / FramesPerSecond];
        var frames = shown.Select(index => Image.NewFromFile(FrameAt(index))).ToArray();
        try
        {
            using var strip = Image.Arrayjoin(frames, across: 1);
            using var film = strip.Mutate(mutable =>
            {
                mutable.Set(GValue.GIntType, "page-height", _size.Height);
                mutable.Set(GValue.GIntType, "loop", 0);
                mutable.Set(GValue.ArrayIntType, "delay", delays);
            });
            if (Path.GetExtension(_path).Equals(".gif", StringComparison.OrdinalIgnoreCase))
                film.Gifsave(path, keep: Enums.ForeignKeep.None);
            else
                film.Webpsave(path, q: 85, smartSubsample: true, keep: Enums.ForeignKeep.None);
        }
        catch (VipsException e)
        {
            throw new IOException($"The film of {shown.Length} frames could not be encoded: {e.Message.Trim().Split('\n')[^1].TrimEnd('.')}.", e);
        }
        finally
        {
            foreach (var frame in frames)
                frame.Dispose();
        }
    }

    private static bool IsVideo(string path) => Path.GetExtension(path).Equals(Extensions[0], StringComparison.OrdinalIgnoreCase);

    // What it has to complain of; null where it succeeds.
    private static string? Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, ["-nostdin", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var complaint = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : complaint.GetAwaiter().GetResult();
    }
}
