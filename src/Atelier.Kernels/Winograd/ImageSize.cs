namespace Atelier.Kernels;

/// <summary>Size of images [N,H,W,C] without their channels, and the tiles that cover them.</summary>
/// <param name="Batch">N.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
internal readonly record struct ImageSize(int Batch, int Height, int Width)
{
    /// <summary>How many tiles there are.</summary>
    public int Tiles => Batch * TilesDown * TilesAcross;

    private int TilesDown => (Height + 3) / 4;

    private int TilesAcross => (Width + 3) / 4;

    /// <summary>One of them, row by row.</summary>
    public TilePlace Tile(int index)
    {
        var (row, column) = Math.DivRem(index, TilesAcross);
        var (image, down) = Math.DivRem(row, TilesDown);
        return new(image, down * 4, column * 4);
    }
}

/// <summary>Where a tile of 4x4 pixels lies.</summary>
/// <param name="Image">Which of the batch.</param>
/// <param name="Top">Its first row, a multiple of 4.</param>
/// <param name="Left">Its first column, a multiple of 4.</param>
internal readonly record struct TilePlace(int Image, int Top, int Left);
