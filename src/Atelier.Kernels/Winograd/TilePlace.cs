namespace Atelier.Kernels;

/// <summary>Where a tile of 4x4 pixels lies.</summary>
/// <param name="Image">Which of the batch.</param>
/// <param name="Top">Its first row, a multiple of 4.</param>
/// <param name="Left">Its first column, a multiple of 4.</param>
internal readonly record struct TilePlace(int Image, int Top, int Left);
