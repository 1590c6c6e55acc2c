using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Data;

/// <summary>Weights and groups as <see cref="IBatchSource.SamplingDigest"/> has them.</summary>
internal static class SampleDigest
{
    /// <param name="weights">By sample; null for none.</param>
    /// <param name="groups">By sample; null for none.</param>
    /// <returns>Empty if there are neither.</returns>
    public static string Compute(IReadOnlyList<float>? weights, IReadOnlyList<int?>? groups)
    {
        if (weights is null && groups is null)
            return "";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var weight in weights ?? [])
            hash.AppendData(BitConverter.GetBytes(weight));
        foreach (var group in groups ?? [])
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{group};")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
