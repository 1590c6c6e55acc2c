using System.Runtime.CompilerServices;
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
[SkipLocalsInit]
internal sealed unsafe class WinogradPass<T, TSource, TSink>(WinogradFilter<T> filter, float* values, TSource source, TSink sink)
    where T : unmanaged, ILanes<T>
    where TSource : struct, ITileSource
    where TSink : struct, ITileSink
{
    private const int Positions = TileTransform.Positions;
    private const int Panel = MatrixKernel.Columns;
    private const int ScratchFloats = 7 << 16; // 1.75 MB of transformed tiles: a filter is read once for each block, which costs more than a full cache
    private int _next = -1;

    public void Run()
    {
        var threads = get_num_threads();
        var blockTiles = BlockTiles(threads);
        Team.Run(threads, _ => Work(blockTiles));
    }

    // As many as fit, but no more than each thread's share of a small image.
    private int BlockTiles(int threads)
    {
        var fitting = ScratchFloats / (Positions * filter.In) / MatrixKernel.Rows;
        var share = (source.Size.Tiles + MatrixKernel.Rows * threads - 1) / (MatrixKernel.Rows * threads);
        return Math.Clamp(Math.Min(fitting, share), 1, 4) * MatrixKernel.Rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Work(int blockTiles)
    {
        var tiles = source.Size.Tiles;
        var blocks = (tiles + blockTiles - 1) / blockTiles;
        var (inStride, outStride) = (Stride(blockTiles, filter.In), Stride(blockTiles, Panel));
        var transformed = Scratch.Rent(Positions * (inStride + outStride));
        var products = transformed + Positions * inStride;
        for (int block; (block = Interlocked.Increment(ref _next)) < blocks;)
        {
            var first = block * blockTiles;
            var count = Math.Min(blockTiles, tiles - first);
            Gather(first, count, inStride, transformed);
            for (var panel = 0; panel < filter.Out / Panel; panel++)
            {
                Multiply(transformed, inStride, products, outStride, panel, count);
                Scatter(first, count, outStride, products, panel * Panel);
            }
        }
    }

    // A cache line more than the tiles need: at a power of two, the 36 positions of a tile would share a few sets of the cache.
    private static int Stride(int blockTiles, int channels) => blockTiles * channels + 16;

    // transformed: [36] of [blockTiles/12][C/16][12][16], stride apart
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(int first, int count, int stride, float* transformed)
    {
        for (var t = 0; t < count; t++)
        {
            var at = transformed + t / MatrixKernel.Rows * MatrixKernel.Rows * filter.In + t % MatrixKernel.Rows * 16;
            source.Transform(source.Size.Tile(first + t), at, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(float* transformed, int inStride, float* products, int outStride, int panel, int count)
    {
        var blocks = (count + MatrixKernel.Rows - 1) / MatrixKernel.Rows;
        var panelValues = values + (nint)panel * Positions * filter.In * Panel;
        for (var position = 0; position < Positions; position++, panelValues += filter.In * Panel)
            MatrixKernel.Multiply<T>(transformed + position * inStride, blocks, panelValues, products + position * outStride, filter.In, Panel);
    }

    // products: [36] of [blockTiles][32], stride apart
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(int first, int count, int stride, float* products, int panelChannel)
    {
        var room = stackalloc float[16 * 16 + Scratch.Slack];
        var tile = Scratch.Align(room);
        for (var t = 0; t < count; t++)
        {
            var place = source.Size.Tile(first + t);
            for (var half = 0; half < Panel; half += 16)
            {
                TileTransform.Output<T>(products + t * Panel + half, stride, tile);
                sink.Write(place, tile, panelChannel + half);
            }
        }
    }
}
