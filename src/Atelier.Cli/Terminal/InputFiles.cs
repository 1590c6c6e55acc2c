using System.CommandLine;

namespace Atelier.Cli;

/// <summary>Checks that the files on a command line exist, before any work is done.</summary>
internal static class InputFiles
{
    /// <summary>Checks each value of type <see cref="FileInfo"/> or <see cref="DirectoryInfo"/>, alone or in an array.</summary>
    /// <exception cref="InputException">One is missing, or is a folder where a file is expected.</exception>
    public static void Check(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        foreach (var argument in command.Arguments)
            CheckValue(Value(parsed, argument));
        foreach (var option in command.Options)
            CheckValue(Value(parsed, option));
    }

    private static object? Value(ParseResult parsed, Symbol symbol) => symbol switch
    {
        Argument<FileInfo> file => parsed.GetValue(file),
        Argument<FileInfo[]> files => parsed.GetValue(files),
        Argument<DirectoryInfo> folder => parsed.GetValue(folder),
        Option<FileInfo> file => parsed.GetValue(file),
        Option<FileInfo[]> files => parsed.GetValue(files),
        Option<DirectoryInfo> folder => parsed.GetValue(folder),
        _ => null,
    };

    private static void CheckValue(object? value)
    {
        switch (value)
        {
            case FileInfo { Exists: false } file:
                throw new InputException(Directory.Exists(file.FullName) ? $"{file}: is a folder, not a file." : $"{file}: no such file.");
            case DirectoryInfo { Exists: false } folder:
                throw new InputException(File.Exists(folder.FullName) ? $"{folder}: is a file, not a folder." : $"{folder}: no such folder.");
            case FileSystemInfo[] several:
                Array.ForEach(several, CheckValue);
                break;
        }
    }
}
