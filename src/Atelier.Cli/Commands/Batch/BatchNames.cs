using Atelier.Core;
using Atelier.Imaging;

namespace Atelier.Cli;

/// <summary>What the pictures of a batch are called.</summary>
/// <param name="pattern">A file's name with <c>{name}</c>, <c>{style}</c>, <c>{number}</c> and <c>{vary}</c> in it.</param>
/// <param name="inputs">Files, folders and patterns as the user named them: subfolders of folders are kept.</param>
internal sealed class BatchNames(string pattern, IReadOnlyList<string> inputs)
{
    private const string Vary = "{vary}";
    private static readonly string[] Words = ["{name}", "{style}", "{number}", Vary];

    /// <summary>The file for a photo, below the folder of the batch.</summary>
    /// <param name="photo">Its file.</param>
    /// <param name="paintings">Their files.</param>
    /// <param name="number">From 1.</param>
    /// <param name="variation">What varies; empty for nothing.</param>
    public string Of(string photo, IReadOnlyList<string> paintings, int number, string variation = "")
    {
        var name = pattern
            .Replace("{name}", Path.GetFileNameWithoutExtension(photo), StringComparison.Ordinal)
            .Replace("{style}", string.Join('+', paintings.Select(Path.GetFileNameWithoutExtension)), StringComparison.Ordinal)
            .Replace(Vary, variation.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-'), StringComparison.Ordinal)
            .Replace("{number}", number.ToString("D4", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return Path.Combine(SubfolderOf(photo), name);
    }

    /// <summary>Refuses a pattern that gives no picture's name.</summary>
    /// <exception cref="UsageException">It has a folder in it, or ends in no format's extension.</exception>
    public void Check(ImageWriteOptions write)
    {
        if (Path.GetFileName(pattern) != pattern)
            throw new UsageException($"--name takes a file's name, such as {{name}}.png, not '{pattern}': the folder is for --output.");
        if (Words.Aggregate(pattern, (left, word) => left.Replace(word, "", StringComparison.Ordinal)).Contains('{'))
            throw new UsageException($"--name knows {string.Join(", ", Words)}, and nothing else in braces: '{pattern}'.");
        Invocation.Build(() =>
        {
            ImageFile.EnsureWritable(pattern, write);
            return true;
        });
    }

    // Of a photo in a folder that was named: where it lies below that folder.
    private string SubfolderOf(string photo)
    {
        var folder = inputs.FirstOrDefault(input => Directory.Exists(input) && RealPath.Of(photo).StartsWith(RealPath.Of(input) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        return folder is null ? "" : Path.GetDirectoryName(Path.GetRelativePath(folder, photo)) ?? "";
    }
}
