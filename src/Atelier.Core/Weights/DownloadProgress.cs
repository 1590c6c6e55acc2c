using System.Runtime.InteropServices;

namespace Atelier.Core.Weights;

/// <summary>How far a download is.</summary>
/// <param name="Bytes">Bytes on disk, those of earlier attempts included.</param>
/// <param name="Total">Bytes of the whole file, or null where the server does not tell.</param>
/// <param name="BytesPerSecond">The mean rate since this attempt began.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DownloadProgress(long Bytes, long? Total, double BytesPerSecond);

/// <summary>Weights that are on this machine now, whole and checked.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Downloaded">Bytes that came over the network for it; 0 where it was there.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex.</param>
public sealed record PulledWeights(string Path, long Bytes, long Downloaded, string Sha256);
