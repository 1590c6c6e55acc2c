using System.Globalization;

namespace Atelier.Core;

/// <summary>The checkpoints of one run: files in a folder, of which the last few are kept.</summary>
/// <param name="folder">Created by the first write.</param>
/// <param name="format">What the files hold.</param>
internal sealed class CheckpointStore(string folder, CheckpointFormat format)
{
    private const string Prefix = "checkpoint-";

    /// <summary>How many files are kept, 1 or more; 2 by default.</summary>
    public int Keep { get; init => field = Require.Positive(value); } = 2;

    /// <summary>Told in one sentence about each damaged file that is skipped; null, the default, for nobody.</summary>
    public Action<string>? OnDamaged { get; init; }

    /// <summary>The folder.</summary>
    public string Folder => folder;

    /// <summary>The files, newest first.</summary>
    public IReadOnlyList<string> Files => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetFiles(folder, $"{Prefix}*.safetensors").OrderByDescending(path => path, StringComparer.Ordinal)];

    /// <summary>Writes a checkpoint, and deletes all but the last <see cref="Keep"/>.</summary>
    /// <param name="position">How far the run has come, 0 or more: it orders the files.</param>
    /// <param name="state">What to save.</param>
    /// <exception cref="FileAccessException">The file cannot be written; the older ones are still there.</exception>
    public void Write(int position, IStateful state)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        format.Write(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{position:D10}.safetensors")), state);
        foreach (var old in Files.Skip(Keep))
            File.Delete(old);
    }

    /// <summary>The newest undamaged checkpoint. A damaged one is skipped, never deleted.</summary>
    /// <returns>The state, which the caller owns; null if there is no checkpoint at all.</returns>
    /// <exception cref="CheckpointException">There are checkpoints, but all are damaged, or they are of another kind or version.</exception>
    public StateTree? ReadNewest()
    {
        WeightFileException? damage = null;
        foreach (var path in Files)
        {
            try
            {
                return format.Read(path);
            }
            catch (WeightFileException e)
            {
                damage = e;
                OnDamaged?.Invoke($"{e.Message} Going back to the checkpoint before it.");
            }
        }
        return damage is null ? null : throw new CheckpointException(folder, "all checkpoints are damaged; start the run over in another folder.", damage);
    }
}
