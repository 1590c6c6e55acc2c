using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Atelier.Models.Kernels.Winograd;

/// <summary>One convolution of one tensor: tiles in blocks that stay in a core's cache, blocks shared among the threads.</summary>
/// <remarks>
/// A block's tiles are transformed, multiplied with each panel of the filter, transformed back and written with the epilogue.
/// Scratch memory is a few megabytes a thread, whatever the image's size.
/// </remarks>
internal sealed unsafe class WinogradPass(
    WinogradFilter filter, float* values, float* input, int batch, int height, int width, int pad, PaddingMode padding, float* output, TileEpilogue epilogue)
{
    private const int ScratchFloats = 1 << 18; // 1 MB of transformed tiles: what a core's second-level cache holds
    private readonly int _outHeight = height + 2 * pad - 2;
    private readonly int _outWidth = width + 2 * pad - 2;
    private int _next = -1;

    private int TilesDown => (_outHeight + 3) / 4;

    private int TilesAcross => (_outWidth + 3) / 4;

    private int Tiles => batch * TilesDown * TilesAcross;

    private int BlockTiles
    {
        get
        {
            var fitting = ScratchFloats / (WinogradFilter.Positions * filter.In) / MatrixKernel.Rows * MatrixKernel.Rows;
            return Math.Clamp(fitting, MatrixKernel.Rows, 4 * MatrixKernel.Rows);
        }
    }

    public void Run()
    {
        var threads = get_num_threads();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Work());
    }

    private void Work()
    {
        var blockTiles = BlockTiles;
        var blocks = (Tiles + blockTiles - 1) / blockTiles;
        var (inStride, outStride) = (Stride(blockTiles, filter.In), Stride(blockTiles, WinogradFilter.Panel));
        var scratch = Scratch.Of(filter.In + WinogradFilter.Positions * (inStride + outStride));
        var zeros = scratch;
        var transformed = zeros + filter.In;
        var products = transformed + WinogradFilter.Positions * inStride;
        new Span<float>(zeros, filter.In).Clear();
        for (int block; (block = Interlocked.Increment(ref _next)) < blocks;)
        {
            var first = block * blockTiles;
            var count = Math.Min(blockTiles, Tiles - first);
            Gather(first, count, inStride, transformed, zeros);
            for (var panel = 0; panel < filter.Out / WinogradFilter.Panel; panel++)
            {
                Multiply(transformed, inStride, products, outStride, panel, count);
                Scatter(first, count, outStride, products, panel * WinogradFilter.Panel);
            }
        }
    }

    // A cache line more than the tiles need: at a power of two, the 36 positions of a tile would share a few sets of the cache.
    private static int Stride(int blockTiles, int channels) => blockTiles * channels + 16;

    // transformed: [36] of [blockTiles/12][C/16][12][16], stride apart
    private void Gather(int first, int count, int stride, float* transformed, float* zeros)
    {
        var pixels = stackalloc float*[36];
        for (var t = 0; t < count; t++)
        {
            Address(first + t, pixels, zeros);
            var at = transformed + t / MatrixKernel.Rows * MatrixKernel.Rows * filter.In + t % MatrixKernel.Rows * 16;
            for (var channel = 0; channel < filter.In; channel += 16)
                TileTransform.Input(pixels, channel, at + channel * MatrixKernel.Rows, stride);
        }
    }

    private void Multiply(float* transformed, int inStride, float* products, int outStride, int panel, int count)
    {
        for (var position = 0; position < WinogradFilter.Positions; position++)
        {
            var panelValues = values + ((nint)position * (filter.Out / WinogradFilter.Panel) + panel) * filter.In * WinogradFilter.Panel;
            for (var row = 0; row < count; row += MatrixKernel.Rows)
            {
                MatrixKernel.Multiply(
                    transformed + position * inStride + row * filter.In, panelValues,
                    products + position * outStride + row * WinogradFilter.Panel, filter.In, WinogradFilter.Panel);
            }
        }
    }

    // products: [36] of [blockTiles][32], stride apart
    private void Scatter(int first, int count, int stride, float* products, int panelChannel)
    {
        var tile = stackalloc Vector512<float>[16];
        for (var t = 0; t < count; t++)
        {
            var (image, top, left) = Place(first + t);
            var (rows, columns) = (Math.Min(4, _outHeight - top), Math.Min(4, _outWidth - left));
            for (var half = 0; half < WinogradFilter.Panel; half += 16)
            {
                TileTransform.Output(products + t * WinogradFilter.Panel + half, stride, tile);
                for (var y = 0; y < rows; y++)
                {
                    for (var x = 0; x < columns; x++)
                    {
                        var channel = panelChannel + half;
                        var offset = (((nint)image * _outHeight + top + y) * _outWidth + left + x) * filter.Out + channel;
                        epilogue.Apply(tile[4 * y + x], offset, channel).Store(output + offset);
                    }
                }
            }
        }
    }

    private (int Image, int Top, int Left) Place(int tile)
    {
        var (row, column) = Math.DivRem(tile, TilesAcross);
        var (image, down) = Math.DivRem(row, TilesDown);
        return (image, down * 4, column * 4);
    }

    private void Address(int tile, float** pixels, float* zeros)
    {
        var (image, top, left) = Place(tile);
        var plane = input + (nint)image * height * width * filter.In;
        for (var y = 0; y < 6; y++)
        {
            var row = Inside(top + y - pad, height);
            for (var x = 0; x < 6; x++)
            {
                var column = Inside(left + x - pad, width);
                pixels[6 * y + x] = row < 0 || column < 0 ? zeros : plane + ((nint)row * width + column) * filter.In;
            }
        }
    }

    // -1 stands for zero; beyond the first mirrored pixel only unused parts of the last tiles lie.
    private int Inside(int at, int size) =>
        (uint)at < (uint)size ? at
        : padding is PaddingMode.Zero ? -1
        : at == -1 ? 1
        : at == size ? size - 2
        : -1;
}
