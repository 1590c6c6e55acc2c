using System.Globalization;
using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>The checkpoints of one run, files in a folder. A file appears whole or not at all; the last two are kept.</summary>
public sealed class CheckpointStore
{
    private const string Prefix = "checkpoint-";
    private const int Kept = 2;
    private readonly string _folder;
    private readonly Action<string>? _onDamaged;

    /// <param name="folder">Made when first written to.</param>
    /// <param name="onDamaged">Told in one sentence of each checkpoint that is passed over.</param>
    public CheckpointStore(string folder, Action<string>? onDamaged = null) => (_folder, _onDamaged) = (folder, onDamaged);

    /// <summary>The files, newest first.</summary>
    public IReadOnlyList<string> Files => !Directory.Exists(_folder)
        ? []
        : [.. Directory.GetFiles(_folder, $"{Prefix}*.safetensors").OrderByDescending(path => path, StringComparer.Ordinal)];

    /// <summary>Writes a checkpoint, and deletes all but the last two.</summary>
    /// <param name="position">Batches trained, which orders the files.</param>
    /// <param name="state">The state; it stays the caller's.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="FileAccessException">The file cannot be written; the older ones are still there.</exception>
    public void Write(int position, IEnumerable<KeyValuePair<string, Tensor>> state, IReadOnlyDictionary<string, string> metadata)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{position:D9}.safetensors");
        Safetensors.Write(Path.Combine(_folder, name), state, metadata, seal: true);
        foreach (var old in Files.Skip(Kept))
            File.Delete(old);
    }

    /// <summary>The newest checkpoint that is sound; a damaged one is passed over with a warning, and never deleted.</summary>
    /// <returns>The state, which the caller owns; null where there is no checkpoint at all.</returns>
    /// <exception cref="CheckpointException">There are checkpoints, and none is sound.</exception>
    public StateDict? ReadNewest()
    {
        WeightFileException? error = null;
        foreach (var path in Files)
        {
            try
            {
                return Safetensors.Read(path);
            }
            catch (WeightFileException e)
            {
                error = e;
                _onDamaged?.Invoke($"{e.Message} Going back to the checkpoint before it.");
            }
        }
        return error is null ? null : throw new CheckpointException($"{_folder}: no checkpoint is sound; begin the run anew in another folder.", error);
    }
}
