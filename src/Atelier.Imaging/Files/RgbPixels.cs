namespace Atelier.Imaging;

/// <summary>A decoded image in sRGB, upright, as bytes rather than a tensor, so that many fit in memory.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Bytes">Height x Width x 3: red, green and blue of each pixel, row by row from the top left.</param>
/// <param name="Shrunk">How many times smaller than in the file, by averaging; 1 if it was not shrunk.</param>
public sealed record RgbPixels(int Width, int Height, byte[] Bytes, int Shrunk = 1)
{
    /// <summary>Pixels across in the file; <see cref="Width"/> if it was not shrunk.</summary>
    public int FileWidth { get; init; } = Width;

    /// <summary>Pixels down in the file.</summary>
    public int FileHeight { get; init; } = Height;
}
