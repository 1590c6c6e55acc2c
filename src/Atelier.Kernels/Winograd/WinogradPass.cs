using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>One convolution of one tensor: tiles in blocks that stay in a core's cache, blocks shared among the threads.</summary>
/// <remarks>
/// A block's tiles are transformed, multiplied with each panel of the filter, transformed back and handed on.
/// Scratch memory is a few megabytes a thread, whatever the image's size.
/// </remarks>
/// <param name="filter">The filter.</param>
/// <param name="values">It, transformed.</param>
/// <param name="source">What it goes over.</param>
/// <param name="sink">Where the result goes.</param>
internal sealed unsafe class WinogradPass<TSource, TSink>(WinogradFilter filter, float* values, TSource source, TSink sink)
    where TSource : struct, ITileSource
    where TSink : struct, ITileSink
{
    private const int ScratchFloats = 1 << 18; // 1 MB of transformed tiles: what a core's second-level cache holds
    private int _next = -1;

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
        var tiles = source.Size.Tiles;
        var blocks = (tiles + blockTiles - 1) / blockTiles;
        var (inStride, outStride) = (Stride(blockTiles, filter.In), Stride(blockTiles, WinogradFilter.Panel));
        var scratch = Scratch.Rent(filter.In + WinogradFilter.Positions * (inStride + outStride));
        var zeros = scratch;
        var transformed = zeros + filter.In;
        var products = transformed + WinogradFilter.Positions * inStride;
        new Span<float>(zeros, filter.In).Clear();
        for (int block; (block = Interlocked.Increment(ref _next)) < blocks;)
        {
            var first = block * blockTiles;
            var count = Math.Min(blockTiles, tiles - first);
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
        for (var t = 0; t < count; t++)
        {
            var at = transformed + t / MatrixKernel.Rows * MatrixKernel.Rows * filter.In + t % MatrixKernel.Rows * 16;
            source.Transform(source.Size.Tile(first + t), zeros, at, stride);
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
            var place = source.Size.Tile(first + t);
            for (var half = 0; half < WinogradFilter.Panel; half += 16)
            {
                TileTransform.Output(products + t * WinogradFilter.Panel + half, stride, (float*)tile);
                sink.Write(place, tile, panelChannel + half);
            }
        }
    }
}
