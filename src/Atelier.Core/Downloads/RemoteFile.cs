namespace Atelier.Core;

/// <summary>A file on a server, and what is known about it.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Folder">The folder it goes to.</param>
/// <param name="FileName">What it is called there.</param>
/// <param name="Bytes">Its size; null if it is unknown.</param>
internal sealed record RemoteFile(Uri Url, string Folder, string FileName, long? Bytes)
{
    /// <summary>How many copies are on disk at the peak: 2 for a file that is unpacked.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>What to do if the server has no such file, as the end of a sentence.</summary>
    public required string IfMissing { get; init; }

    /// <summary>What to do if the disk is full, as the end of a sentence.</summary>
    public required string IfFull { get; init; }
}
