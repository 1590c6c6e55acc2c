namespace Atelier.Core;

/// <summary>How patient the download of a packed file is.</summary>
public sealed record GzipDownloadOptions : DownloadPatience;

/// <summary>A file that is on this machine now, unpacked and checked.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Downloaded">Bytes that came over the network for it; 0 where it was there.</param>
public sealed record UnpackedFile(string Path, long Bytes, long Downloaded);
