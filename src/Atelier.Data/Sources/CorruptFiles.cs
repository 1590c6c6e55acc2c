namespace Atelier.Data;

/// <summary>What to do with a file that has an image's name and is none, or is damaged.</summary>
public enum CorruptFiles
{
    /// <summary>Stop, and name it.</summary>
    Refuse,

    /// <summary>Leave it out, and report it. One that shows only when it is decoded is replaced by the next good image of its class.</summary>
    Skip,
}

/// <summary>A file that was left out.</summary>
/// <param name="Name">In the data set, with forward slashes.</param>
/// <param name="Problem">A sentence that names the file and says what is wrong.</param>
public sealed record SkippedFile(string Name, string Problem);
