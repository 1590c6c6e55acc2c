using System.CommandLine;

namespace Atelier.Cli;

/// <summary>Checks that the files on a command line exist, before any work is done.</summary>
internal static class InputFiles
{
    /// <summary>The name of standard input and output.</summary>
    public const string Standard = "-";

    /// <summary>Checks each value of type <see cref="FileInfo"/> or <see cref="DirectoryInfo"/>, alone or in an array.</summary>
    /// <exception cref="InputException">One is missing, or is a folder where a file is expected.</exception>
    public static void Check(ParseResult parsed)
    {
        foreach (var (_, value) in Values(parsed))
            CheckValue(value);
    }

    /// <summary>The files and folders, each with the name of its argument or option.</summary>
    public static IEnumerable<(string Name, string Path)> All(ParseResult parsed) =>
        from named in Values(parsed)
        from file in named.Value switch
        {
            FileSystemInfo one => [one],
            FileSystemInfo[] several => several,
            _ => (FileSystemInfo[])[],
        }
        where file.ToString() != Standard
        select (named.Name, file.FullName);

    private static IEnumerable<(string Name, object? Value)> Values(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return command.Arguments.Cast<Symbol>().Concat(command.Options)
            .Select(symbol => (symbol is Argument ? $"the {symbol.Name}" : symbol.Name, Value(parsed, symbol)));
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
            case FileInfo { Exists: false } file when file.ToString() != Standard:
                throw new InputException(Directory.Exists(file.FullName) ? $"{file}: is a folder, not a file." : $"{file}: no such file.");
            case DirectoryInfo { Exists: false } folder:
                throw new InputException(File.Exists(folder.FullName) ? $"{folder}: is a file, not a folder." : $"{folder}: no such folder.");
            case FileSystemInfo[] several:
                Array.ForEach(several, CheckValue);
                break;
        }
    }
}
