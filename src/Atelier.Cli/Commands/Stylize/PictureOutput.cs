using Atelier.Core;
using Atelier.Imaging;
using TorchSharp;

namespace Atelier.Cli;

/// <summary>Writes the picture that all the work was for: where it was asked for or, if that fails, somewhere else.</summary>
internal static class PictureOutput
{
    /// <summary>Writes it, and says so where it is in another place.</summary>
    /// <param name="call">This run of the command.</param>
    /// <param name="path">Where it was asked for.</param>
    /// <param name="image">[1,3,H,W].</param>
    /// <param name="write">How.</param>
    /// <param name="replace">Whether a file that is there is replaced; otherwise it is kept.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="FileAccessException">It could be written nowhere.</exception>
    public static string Write(Invocation call, string path, torch.Tensor image, ImageWriteOptions write, bool replace)
    {
        try
        {
            ImageFile.Write(path, image, write with { KeepExisting = !replace });
            return path;
        }
        catch (FileAccessException e)
        {
            foreach (var place in Places(path))
            {
                if (!TryWrite(place, image, write))
                    continue;
                call.Say($"{e.Message} The picture is in {place}.");
                return place;
            }
            throw;
        }
    }

    /// <summary>The exit code: a picture in another place is not what was asked for.</summary>
    public static int Code(string path, string place, bool isStopped) =>
        place != path ? ExitCode.Failed : isStopped ? ExitCode.Stopped : ExitCode.Done;

    private static bool TryWrite(string place, torch.Tensor image, ImageWriteOptions write)
    {
        try
        {
            ImageFile.Write(place, image, write with { KeepExisting = true });
            return true;
        }
        catch (FileAccessException)
        {
            return false;
        }
    }

    // Beside it, under the first name that is free, and in the temporary folder.
    private static IEnumerable<string> Places(string path)
    {
        var (stem, extension) = (Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
        foreach (var folder in (string[])[Path.GetDirectoryName(path) ?? "", Path.GetTempPath()])
            yield return Enumerable.Range(2, int.MaxValue - 2).Select(n => Path.Combine(folder, $"{stem}-{n}{extension}")).First(place => !File.Exists(place));
    }
}
