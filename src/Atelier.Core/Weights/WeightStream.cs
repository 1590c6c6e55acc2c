using System.Runtime.InteropServices;

namespace Atelier.Core;

/// <summary>Opens weight files, and turns whatever goes wrong while they are parsed into one sentence that names the file.</summary>
internal static class WeightStream
{
    public static T Read<T>(string path, Func<FileStream, T> read) => Named(path, () =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        return read(file);
    });

    /// <param name="name">What to call the weights in error messages.</param>
    /// <param name="read">What parses them.</param>
    public static T Named<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (Problem(e) is { } problem)
        {
            throw new WeightFileException(name, problem, e);
        }
    }

    // ZipArchive reports damage through many types; ExternalException is libtorch refusing a tensor, usually for lack of memory.
    private static string? Problem(Exception e) => e switch
    {
        WeightFormatException => e.Message,
        FileNotFoundException or DirectoryNotFoundException => "does not exist; check the path.",
        EndOfStreamException => "is truncated; copy or download it again.",
        InvalidDataException or NotSupportedException or ArgumentException or OverflowException =>
            $"is a damaged archive ({FirstLine(e)}); copy or download it again.",
        UnauthorizedAccessException or IOException => $"cannot be read ({FirstLine(e)}).",
        OutOfMemoryException or ExternalException => $"its tensors do not fit into memory ({FirstLine(e)}).",
        _ => null,
    };

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].TrimEnd('.', '\r');
}
