using System.Numerics;
using System.Runtime.InteropServices;

namespace Atelier.Models;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix, the same to the bit by any number of threads, which torch's are not.</summary>
/// <remarks>
/// Householder's reflections to a tridiagonal matrix, then QL steps with implicit shifts (Golub and Van Loan, "Matrix Computations", 4th edition,
/// 8.3). Eigenvectors are kept as rows, so that rotations go along the memory.
/// </remarks>
internal static class SymmetricMatrix
{
    private const int MostSteps = 60;

    /// <summary>Decomposes.</summary>
    /// <param name="matrix">[n,n], row by row; destroyed.</param>
    /// <param name="size">n.</param>
    /// <returns>The eigenvalues, in no order, and below each other the eigenvectors that belong to them, [n,n].</returns>
    public static (double[] Values, double[] Vectors) Decompose(double[] matrix, int size)
    {
        var (diagonal, beside) = (new double[size], new double[size]);
        var vectors = Tridiagonal(matrix, size, diagonal, beside);
        Diagonal(diagonal, beside, vectors, size);
        return (diagonal, vectors);
    }

    // Leaves the diagonals, and returns the transposed product of the reflections.
    private static double[] Tridiagonal(double[] matrix, int size, double[] diagonal, double[] beside)
    {
        var scales = new double[size];
        var product = new double[size];
        for (var k = 0; k < size - 1; k++)
        {
            diagonal[k] = matrix[(k * size) + k];
            var vector = matrix.AsSpan((k * size) + k + 1, size - k - 1);
            var norm = Math.Sqrt(Dot(vector, vector));
            var end = vector[0] > 0 ? -norm : norm;
            beside[k] = end;
            vector[0] -= end;
            var square = Dot(vector, vector);
            if (square == 0)
                continue;
            var scale = scales[k] = 2 / square;
            var part = product.AsSpan(0, vector.Length);
            for (var row = 0; row < vector.Length; row++)
                part[row] = scale * Dot(matrix.AsSpan(((k + 1 + row) * size) + k + 1, vector.Length), vector);
            Add(part, vector, -scale / 2 * Dot(part, vector));
            for (var row = 0; row < vector.Length; row++)
            {
                var line = matrix.AsSpan(((k + 1 + row) * size) + k + 1, vector.Length);
                Add(line, part, -vector[row]);
                Add(line, vector, -part[row]);
            }
        }
        diagonal[size - 1] = matrix[^1];
        return Reflections(matrix, scales, size);
    }

    private static double[] Reflections(double[] matrix, double[] scales, int size)
    {
        var vectors = new double[size * size];
        for (var i = 0; i < size; i++)
            vectors[(i * size) + i] = 1;
        // From the last on, each reaches a larger corner; rows of the transposed product are reflected one by one.
        for (var k = size - 2; k >= 0; k--)
        {
            var vector = matrix.AsSpan((k * size) + k + 1, size - k - 1);
            for (var row = k + 1; row < size; row++)
            {
                var line = vectors.AsSpan((row * size) + k + 1, vector.Length);
                Add(line, vector, -scales[k] * Dot(line, vector));
            }
        }
        return vectors;
    }

    private static void Diagonal(double[] diagonal, double[] beside, double[] vectors, int size)
    {
        for (var first = 0; first < size; first++)
        {
            for (var step = 0; ; step++)
            {
                var last = first;
                while (last < size - 1 && Math.Abs(beside[last]) > double.Epsilon + (1e-16 * (Math.Abs(diagonal[last]) + Math.Abs(diagonal[last + 1]))))
                    last++;
                if (last == first)
                    break;
                if (step == MostSteps)
                    throw new ArithmeticException("A matrix that is not finite has no eigenvalues.");
                Step(diagonal, beside, vectors, size, first, last);
            }
        }
    }

    // One QL step on a block, by rotations from its end to its begin.
    private static void Step(double[] diagonal, double[] beside, double[] vectors, int size, int first, int last)
    {
        var half = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first]);
        var shift = diagonal[first] - (beside[first] / (half + Math.CopySign(Math.Sqrt((half * half) + 1), half)));
        var (sine, cosine, less) = (1.0, 1.0, 0.0);
        var bulge = diagonal[last] - shift;
        for (var i = last - 1; i >= first; i--)
        {
            var (off, kept) = (sine * beside[i], cosine * beside[i]);
            var length = Math.Sqrt((off * off) + (bulge * bulge));
            beside[i + 1] = length;
            if (length == 0)
            {
                diagonal[i + 1] -= less;
                beside[last] = 0;
                return;
            }
            (sine, cosine) = (off / length, bulge / length);
            var lower = diagonal[i + 1] - less;
            var turned = ((diagonal[i] - lower) * sine) + (2 * cosine * kept);
            less = sine * turned;
            diagonal[i + 1] = lower + less;
            bulge = (cosine * turned) - kept;
            Rotate(vectors.AsSpan(i * size, size), vectors.AsSpan((i + 1) * size, size), sine, cosine);
        }
        diagonal[first] -= less;
        beside[first] = bulge;
        beside[last] = 0;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(a);
        var other = MemoryMarshal.Cast<double, Vector<double>>(b);
        var sums = Vector<double>.Zero;
        for (var i = 0; i < wide.Length; i++)
            sums += wide[i] * other[i];
        var sum = Vector.Sum(sums);
        for (var i = wide.Length * Vector<double>.Count; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void Add(Span<double> to, ReadOnlySpan<double> from, double factor)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(to);
        var other = MemoryMarshal.Cast<double, Vector<double>>(from);
        for (var i = 0; i < wide.Length; i++)
            wide[i] += other[i] * factor;
        for (var i = wide.Length * Vector<double>.Count; i < to.Length; i++)
            to[i] += from[i] * factor;
    }

    private static void Rotate(Span<double> one, Span<double> next, double sine, double cosine)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(one);
        var other = MemoryMarshal.Cast<double, Vector<double>>(next);
        for (var i = 0; i < wide.Length; i++)
        {
            var (low, high) = (wide[i], other[i]);
            other[i] = (low * sine) + (high * cosine);
            wide[i] = (low * cosine) - (high * sine);
        }
        for (var i = wide.Length * Vector<double>.Count; i < one.Length; i++)
        {
            var (low, high) = (one[i], next[i]);
            next[i] = (low * sine) + (high * cosine);
            one[i] = (low * cosine) - (high * sine);
        }
    }
}
