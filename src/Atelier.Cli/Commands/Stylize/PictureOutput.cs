using Atelier.Core;
using Atelier.Imaging;
using TorchSharp;

namespace Atelier.Cli;

/// <summary>Writes the picture that all the work was for: where it was asked for or, if that fails, somewhere else.</summary>
/// <param name="Path">Where it was asked for; - for standard output.</param>
/// <param name="Options">How.</param>
/// <param name="Format">What standard output gets.</param>
/// <param name="Replace">Whether a file that is there is replaced; otherwise it is kept.</param>
internal sealed record PictureOutput(string Path, ImageWriteOptions Options, ImageFormat Format, bool Replace)
{
    private bool IsStandard => Path == InputFiles.Standard;

    /// <summary>Refuses what could not be written, before the work.</summary>
    /// <exception cref="ImageFileException">The format is unknown, or does not hold what the options ask for.</exception>
    public static void Ensure(string path, ImageWriteOptions options, ImageFormat format) =>
        ImageFile.EnsureWritable(path == InputFiles.Standard ? $"picture.{format}" : path, options);

    /// <summary>Writes it, and says so where it is in another place.</summary>
    /// <param name="call">This run of the command.</param>
    /// <param name="image">[1,3,H,W].</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="FileAccessException">It could be written nowhere.</exception>
    public string Write(Invocation call, torch.Tensor image)
    {
        try
        {
            if (IsStandard)
                WriteToStandardOutput(image);
            else
                ImageFile.Write(Path, image, Options with { KeepExisting = !Replace });
            return Path;
        }
        catch (FileAccessException e)
        {
            foreach (var place in Places())
            {
                if (!TryWrite(place, image))
                    continue;
                call.Say($"{e.Message} The picture is in {place}.");
                return place;
            }
            throw;
        }
    }

    /// <summary>Tells what was done, on standard error if standard output holds the picture.</summary>
    /// <param name="call">This run of the command.</param>
    /// <param name="result">For JSON.</param>
    /// <param name="text">For people, to follow the picture's place.</param>
    /// <param name="place">Where the picture is.</param>
    public void Tell(Invocation call, object result, string text, string place)
    {
        if (IsStandard)
            call.Say($"{(place == Path ? "Standard output" : place)}: {text}");
        else
            call.Finish(result, $"{place}: {text}");
    }

    /// <summary>The exit code: a picture in another place is not what was asked for.</summary>
    public int Code(string place, bool isStopped) => place != Path ? ExitCode.Failed : isStopped ? ExitCode.Stopped : ExitCode.Done;

    private void WriteToStandardOutput(torch.Tensor image)
    {
        try
        {
            using var stream = Console.OpenStandardOutput();
            ImageFile.Write(stream, Format, image, Options);
        }
        catch (IOException e)
        {
            throw new FileAccessException("Standard output", e);
        }
    }

    private bool TryWrite(string place, torch.Tensor image)
    {
        try
        {
            ImageFile.Write(place, image, Options with { KeepExisting = true });
            return true;
        }
        catch (FileAccessException)
        {
            return false;
        }
    }

    // Beside it, under the first name that is free, and in the temporary folder.
    private IEnumerable<string> Places()
    {
        var (stem, extension) = IsStandard
            ? ("picture", $".{Format.ToString().ToLowerInvariant()}")
            : (System.IO.Path.GetFileNameWithoutExtension(Path), System.IO.Path.GetExtension(Path));
        foreach (var folder in (string[])[System.IO.Path.GetDirectoryName(Path) ?? "", System.IO.Path.GetTempPath()])
            yield return Enumerable.Range(2, int.MaxValue - 2).Select(n => System.IO.Path.Combine(folder, $"{stem}-{n}{extension}")).First(place => !File.Exists(place));
    }
}
