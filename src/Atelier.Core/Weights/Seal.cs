using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>A digest of a file's tensors and metadata, kept in its metadata: it reveals damage that leaves the format valid.</summary>
internal static class Seal
{
    public const string Key = "atelier.sha256";

    public static string Compute(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in metadata.Where(entry => entry.Key != Key).OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Append(hash, $"{key.Length} {key} {value.Length} {value}");
        foreach (var (name, tensor) in tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Append(hash, $"{name.Length} {name} {tensor.dtype} {string.Join(',', tensor.shape)}");
            TensorBytes.ForEachChunk(tensor.detach().cpu().contiguous(), bytes => hash.AppendData(bytes));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The state as it was read; freed if its seal is broken.</summary>
    /// <exception cref="WeightFormatException">The file has a seal, and it is broken.</exception>
    public static StateDict Check(StateDict state)
    {
        if (!state.Metadata.TryGetValue(Key, out var seal) || seal == Compute(state, state.Metadata))
            return state;
        state.Dispose();
        throw new WeightFormatException("is damaged: its contents do not match its own digest; use another copy.");
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
}
