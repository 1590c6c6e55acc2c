namespace Atelier.Core;

/// <summary>A file at a server, and what is known of it.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Folder">The folder that it goes to.</param>
/// <param name="FileName">What it is called there.</param>
/// <param name="Bytes">Its size; null where it is not known.</param>
internal sealed record RemoteFile(Uri Url, string Folder, string FileName, long? Bytes)
{
    /// <summary>How often it is on the disk at the worst moment: 2 for one that is unpacked.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>What to do where the server has no such file, as the end of a sentence.</summary>
    public required string IfMissing { get; init; }

    /// <summary>What to do where the disk is full, as the end of a sentence.</summary>
    public required string IfFull { get; init; }
}
