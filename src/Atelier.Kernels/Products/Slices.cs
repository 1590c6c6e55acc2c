using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>How the numbers in each channel of an image are spread: counts in bins, from which sorted numbers can be told without sorting.</summary>
/// <remarks>
/// A bin holds the floats that agree in sign, exponent and six bits of the fraction, so that its width is a hundredth of its numbers' size,
/// whatever that is; numbers less than 1/64 share one, and are taken for 0, as most are. Within other bins
/// numbers are taken to be evenly spread.
/// </remarks>
internal static unsafe class Slices
{
    /// <summary>Bins of a channel.</summary>
    public const int Bins = (2 * Half) + 1;

    private const int FractionBits = 6, LeastExponent = -6, Exponents = 20;
    private const int Half = Exponents << FractionBits;
    private const int Shift = 23 - FractionBits;
    private const int First = (127 + LeastExponent) << FractionBits;

    private static readonly float[] EdgeArray = [.. Enumerable.Range(0, Bins + 1).Select(Edge)];

    // Channels that share a cache line, and parts of the image, so that many threads have something to count.
    private const int Group = 16, Parts = 2;

    /// <summary>Where bins begin and end, <see cref="Bins"/> + 1 numbers.</summary>
    public static ReadOnlySpan<float> Edges => EdgeArray;

    /// <summary>How much weight there is in each bin. NaN in the first of a channel that has numbers that are none.</summary>
    /// <param name="image">[H,W,C] float32 on the CPU, channels last.</param>
    /// <param name="weights">[H,W], contiguous; null where each place counts 1.</param>
    /// <returns>[C, <see cref="Bins"/>], float64.</returns>
    public static Tensor Count(Tensor image, Tensor? weights = null)
    {
        using var scope = NewDisposeScope();
        var lines = new ImageLines(image);
        var channels = lines.Channels;
        var groups = (channels + Group - 1) / Group;
        var counts = zeros([Parts, channels, Bins], float64);
        var (to, weight) = ((nint)Pointer.To(counts), (nint)Pointer.ToOptional(weights));
        Team.Run(groups * Parts, portion =>
        {
            var (group, part) = Math.DivRem(portion, Parts);
            var sums = (double*)to + ((long)part * channels * Bins);
            var (first, end) = ((int)((long)lines.Pixels * part / Parts), (int)((long)lines.Pixels * (part + 1) / Parts));
            for (var at = first; at < end;)
            {
                var run = Math.Min(lines.Run(at), end - at);
                Count(lines.At(at), run, channels, group * Group, Math.Min(Group, channels - (group * Group)), weight == 0 ? null : (float*)weight + at, sums);
                at += run;
            }
        });
        return counts.sum([0]).MoveToOuterDisposeScope();
    }

    /// <summary>How far numbers have to move, at least, to be spread as wanted, and where to.</summary>
    /// <param name="counts">Of <see cref="Count(Tensor, Tensor?)"/>.</param>
    /// <param name="total">Of each channel.</param>
    /// <param name="wanted">Shares of each channel in its bins, [C, <see cref="Bins"/>] float64.</param>
    /// <returns>The mean square of what numbers move by, summed over the channels; NaN where counts are. What those at the bins' edges are to become, [C, <see cref="Bins"/> + 1].</returns>
    public static (double Distance, Tensor Targets) Match(Tensor counts, double total, Tensor wanted)
    {
        var channels = (int)counts.shape[0];
        var targets = empty(channels, Bins + 1);
        var (from, model, to) = ((nint)Pointer.To(counts), (nint)Pointer.To(wanted), (nint)Pointer.To(targets));
        var distances = new double[channels];
        Team.Run(channels, channel => distances[channel] = Match(
            new((double*)from + ((long)channel * Bins), Bins), total, new((double*)model + ((long)channel * Bins), Bins), new((float*)to + ((long)channel * (Bins + 1)), Bins + 1)));
        return (distances.Sum(), targets);
    }

    /// <summary>Takes from each number what it is to become: x - t(x), in place.</summary>
    /// <param name="image">As for <see cref="Count(Tensor, Tensor?)"/>.</param>
    /// <param name="targets">t at the bins' edges, [C, <see cref="Bins"/> + 1]; linear in between.</param>
    public static void Subtract(Tensor image, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var lines = new ImageLines(image);
        var channels = lines.Channels;
        var groups = (channels + Group - 1) / Group;
        var table = (nint)Pointer.To(targets);
        Team.Run(groups * Parts, portion =>
        {
            var (group, part) = Math.DivRem(portion, Parts);
            var (from, to) = ((int)((long)lines.Pixels * part / Parts), (int)((long)lines.Pixels * (part + 1) / Parts));
            for (var at = from; at < to;)
            {
                var run = Math.Min(lines.Run(at), to - at);
                Subtract(lines.At(at), run, channels, group * Group, Math.Min(Group, channels - (group * Group)), (float*)table);
                at += run;
            }
        });
    }

    // Both are walked from the least number on, from one edge of either's bins to the next; in between, numbers grow linearly with the share of those below.
    private static double Match(ReadOnlySpan<double> counts, double total, ReadOnlySpan<double> wanted, Span<float> targets)
    {
        double distance = 0, share = 0, wantedBelow = 0;
        var (other, last) = (Math.Max(0, wanted.IndexOfAnyExcept(0.0)), Math.Max(0, wanted.LastIndexOfAnyExcept(0.0)));
        for (var bin = 0; bin < counts.Length; bin++)
        {
            Advance(wanted, share, last, ref other, ref wantedBelow);
            targets[bin] = (float)Within(share, wanted[other], wantedBelow, other);
            var (size, below) = (counts[bin] / total, share);
            if (double.IsNaN(size))
                return double.NaN;
            for (var end = below + size; share < end;)
            {
                Advance(wanted, share, last, ref other, ref wantedBelow);
                var next = other < last ? Math.Min(end, wantedBelow + wanted[other]) : end;
                var first = Within(share, size, below, bin) - Within(share, wanted[other], wantedBelow, other);
                var second = Within(next, size, below, bin) - Within(next, wanted[other], wantedBelow, other);
                distance += (next - share) * ((first * first) + (first * second) + (second * second)) / 3;
                share = next;
            }
        }
        Advance(wanted, share, last, ref other, ref wantedBelow);
        targets[^1] = (float)Within(share, wanted[other], wantedBelow, other);
        return distance;
    }

    // To the bin that a share ends in.
    private static void Advance(ReadOnlySpan<double> wanted, double share, int last, ref int bin, ref double below)
    {
        while (bin < last && share >= below + wanted[bin])
            below += wanted[bin++];
    }

    private static double Within(double share, double size, double below, int bin)
    {
        if (bin == Half)
            return 0;
        var part = size > 0 ? Math.Clamp((share - below) / size, 0, 1) : 0.5;
        return EdgeArray[bin] + (part * ((double)EdgeArray[bin + 1] - EdgeArray[bin]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(float* pixels, int count, int channels, int first, int wide, float* weights, double* sums)
    {
        for (var pixel = 0; pixel < count; pixel++)
        {
            var weight = weights is null ? 1.0 : weights[pixel];
            var values = pixels + ((nint)pixel * channels) + first;
            for (var channel = 0; channel < wide; channel++)
            {
                var value = values[channel];
                sums[((first + channel) * Bins) + Bin(value)] += float.IsFinite(value) ? weight : double.NaN;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(float* pixels, int count, int channels, int first, int wide, float* targets)
    {
        fixed (float* edges = EdgeArray)
        {
            for (var pixel = 0; pixel < count; pixel++)
            {
                var values = pixels + ((nint)pixel * channels) + first;
                for (var channel = 0; channel < wide; channel++)
                {
                    var value = values[channel];
                    var bin = Bin(value);
                    var target = targets + ((first + channel) * (Bins + 1)) + bin;
                    values[channel] = value - (target[0] + ((target[1] - target[0]) * Math.Clamp((value - edges[bin]) / (edges[bin + 1] - edges[bin]), 0, 1)));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bin(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        var magnitude = Math.Clamp(((bits & int.MaxValue) >> Shift) - First + 1, 0, Half);
        return bits < 0 ? Half - magnitude : Half + magnitude;
    }

    // Of the lower end of a bin: those of negative numbers are mirrored.
    private static float Edge(int bin) => bin > Half ? BitConverter.Int32BitsToSingle((bin - Half - 1 + First) << Shift) : -BitConverter.Int32BitsToSingle((Half - bin + First) << Shift);
}
