using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>Writes and reads one kind of checkpoint, which is distinguished from other kinds and from versions with other entries.</summary>
/// <remarks>
/// A .safetensors file: tensors and numbers by path, texts as JSON in the metadata, and a digest of everything, so that damage never goes
/// unnoticed. It appears whole or not at all.
/// </remarks>
/// <param name="Kind">What is saved, as in "the checkpoint of a training run": <c>training run</c>.</param>
/// <param name="Layout">1 or more. Raise it whenever what <see cref="IStateful.Save"/> writes changes its names or its meaning.</param>
public sealed record CheckpointFormat(string Kind, int Layout)
{
    private const string KindKey = "atelier.kind";
    private const string LayoutKey = "atelier.layout";
    private const string TextPrefix = "text.";

    /// <summary>Writes an object's state to a file; one that exists is replaced when the new one is whole.</summary>
    /// <exception cref="FileAccessException">The file cannot be written.</exception>
    public void Write(string path, IStateful state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var tree = new StateTree(path);
        state.Save(new StateWriter(tree));
        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [KindKey] = Kind,
            [LayoutKey] = Layout.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in tree.Entries.Where(entry => entry.Value is not Tensor))
            metadata[TextPrefix + name] = JsonSerializer.Serialize(value);
        WeightFile.Write(path, Tensors(tree), metadata, seal: true);
    }

    /// <summary>Reads what <see cref="Write"/> wrote. The caller owns the result.</summary>
    /// <exception cref="WeightFileException">The file is missing or damaged.</exception>
    /// <exception cref="CheckpointException">It is of another kind, or of another version's layout.</exception>
    internal StateTree Read(string path)
    {
        using var file = WeightFile.Read(path);
        Check(path, file.Metadata);
        var tree = new StateTree(path);
        foreach (var (name, tensor) in file)
            tree.Add(name, tensor);
        foreach (var (key, json) in file.Metadata.Where(entry => entry.Key.StartsWith(TextPrefix, StringComparison.Ordinal)))
            tree.Add(key[TextPrefix.Length..], json.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(json)! : JsonSerializer.Deserialize<string>(json)!);
        return tree;
    }

    /// <summary>The checkpoints of a run in a folder, newest first.</summary>
    public IReadOnlyList<string> FilesIn(string folder) => new CheckpointStore(folder, this).Files;

    /// <summary>Writes the next checkpoint of a run into a folder, and deletes all but the last few.</summary>
    /// <param name="folder">Created if it is missing.</param>
    /// <param name="position">How far the run has come, 0 or more: it orders the files.</param>
    /// <param name="state">What to save.</param>
    /// <param name="keep">How many files to keep, 1 or more.</param>
    /// <exception cref="FileAccessException">The file cannot be written; the older ones are still there.</exception>
    public void WriteNext(string folder, int position, IStateful state, int keep = 2) => new CheckpointStore(folder, this) { Keep = keep }.Write(position, state);

    /// <summary>Reads the newest undamaged checkpoint in a folder. A damaged one is skipped, never deleted.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onDamaged">Told in one sentence about each damaged file that is skipped; null for nobody.</param>
    /// <returns>The state, which the caller owns; null if there is no checkpoint at all.</returns>
    /// <exception cref="CheckpointException">There are checkpoints, but all are damaged, or they are of another kind or version.</exception>
    internal StateTree? ReadNewest(string folder, Action<string>? onDamaged = null) => new CheckpointStore(folder, this) { OnDamaged = onDamaged }.ReadNewest();

    private static IEnumerable<KeyValuePair<string, Tensor>> Tensors(StateTree tree) =>
        from entry in tree.Entries where entry.Value is Tensor select KeyValuePair.Create(entry.Key, (Tensor)entry.Value);

    private void Check(string path, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(KindKey, out var kind))
            throw new CheckpointException(path, $"is not a checkpoint that this version of Atelier can use; name one of a {Kind}, or start over.");
        if (kind != Kind)
            throw new CheckpointException(path, $"is the checkpoint of a {kind}, not of a {Kind}; name another file.");
        var layout = int.TryParse(metadata.GetValueOrDefault(LayoutKey), CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (layout < Layout)
            throw new CheckpointException(path, $"was written by an older version of Atelier, whose checkpoints this one cannot use; start the {Kind} over.");
        if (layout > Layout)
            throw new CheckpointException(path, "was written by a newer version of Atelier; use that one.");
    }
}

/// <summary>A saved state cannot be used: which file, why, and what to do.</summary>
public sealed class CheckpointException : AtelierException
{
    internal const string Advice = "it was saved by something else, so load it into what saved it, or start over.";

    /// <param name="path">The file or folder, as the user named it.</param>
    /// <param name="problem">What is wrong and what to do, as the rest of a sentence that starts with the path.</param>
    /// <param name="innerException">The cause, if another exception reported it.</param>
    public CheckpointException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {problem}", innerException)
    {
    }
}
