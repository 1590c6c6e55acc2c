using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace Atelier.Data;

/// <summary>Identifies samples and their order, as <see cref="IBatchSource.Digest"/> has it: a SHA-256 of everything that is added.</summary>
internal sealed class SampleDigest : IDisposable
{
    private const long Slice = 1 << 26;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a text.</summary>
    public SampleDigest Add(string text)
    {
        // With its length, so that "a", "bc" differs from "ab", "c".
        _hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length} {text};")));
        return this;
    }

    /// <summary>Adds how samples are ordered and cut into batches.</summary>
    public SampleDigest Add(BatchOrder order)
    {
        Add(string.Create(CultureInfo.InvariantCulture, $"{order.BatchSize} {order.Seed} {order.Shuffle} {order.DropLast}"));
        return order.Groups is { } groups ? Add(string.Join(' ', groups.Select(group => group?.ToString(CultureInfo.InvariantCulture) ?? "-"))) : this;
    }

    /// <summary>Adds how much each sample counts.</summary>
    /// <param name="weights">Null for all the same.</param>
    public SampleDigest AddWeights(IReadOnlyList<float>? weights) =>
        weights is null ? this : Add(string.Join(' ', weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture))));

    /// <summary>Adds a tensor on the CPU: its type, shape and elements.</summary>
    public SampleDigest Add(Tensor tensor)
    {
        Add($"{tensor.dtype} {string.Join(' ', tensor.shape)}");
        var (count, rows) = (tensor.shape[0], Math.Max(1, Slice / Math.Max(1, tensor.numel() / tensor.shape[0] * tensor.ElementSize)));
        for (var first = 0L; first < count; first += rows)
        {
            using var scope = NewDisposeScope();
            _hash.AppendData(tensor.narrow(0, first, Math.Min(rows, count - first)).contiguous().bytes);
        }
        return this;
    }

    /// <summary>The digest of all that was added since the last one, in hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
