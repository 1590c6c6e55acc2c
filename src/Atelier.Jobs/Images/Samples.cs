namespace Atelier.Jobs.Images;

/// <summary>The built-in pictures.</summary>
public static class Samples
{
    /// <summary>Photographs first, then paintings.</summary>
    public static IReadOnlyList<StoredImage> All => throw new NotSupportedException();
}
