using System.Runtime.InteropServices;

namespace Atelier.Core;

/// <summary>How far a download has come.</summary>
/// <param name="Bytes">Bytes on disk, including those of earlier attempts.</param>
/// <param name="Total">Bytes of the whole file, or null if the server does not say.</param>
/// <param name="BytesPerSecond">The average rate since this attempt started.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DownloadProgress(long Bytes, long? Total, double BytesPerSecond);
