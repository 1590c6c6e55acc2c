using System.Runtime.InteropServices;

namespace Atelier.Core;

/// <summary>How far a download is.</summary>
/// <param name="Bytes">Bytes on disk, those of earlier attempts included.</param>
/// <param name="Total">Bytes of the whole file, or null where the server does not tell.</param>
/// <param name="BytesPerSecond">The mean rate since this attempt began.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DownloadProgress(long Bytes, long? Total, double BytesPerSecond);
