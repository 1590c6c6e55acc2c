using System.Numerics;

namespace Atelier.Stylization;

/// <summary>A covariance matrix as L L^T, L with nothing above the diagonal: what is made with it needs no inverse.</summary>
/// <remarks>Cholesky's method, in float64 and on one thread: libtorch's results depend on the number of threads.</remarks>
internal sealed class LowerTriangle
{
    private readonly double[] _rows;

    /// <param name="matrix">[C,C], row by row: symmetric and positive definite. Otherwise there are numbers in the result that are none.</param>
    public LowerTriangle(ReadOnlySpan<double> matrix)
    {
        Size = (int)Math.Sqrt(matrix.Length);
        _rows = new double[matrix.Length];
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < i; j++)
                _rows[(i * Size) + j] = (matrix[(i * Size) + j] - Dot(Row(i)[..j], Row(j)[..j])) / _rows[(j * Size) + j];
            _rows[(i * Size) + i] = Math.Sqrt(matrix[(i * Size) + i] - Dot(Row(i)[..i], Row(i)[..i]));
        }
    }

    /// <summary>C.</summary>
    public int Size { get; }

    /// <summary>L, row by row.</summary>
    public float[] ToFloats() => Array.ConvertAll(_rows, value => (float)value);

    /// <summary>A matrix with rows for columns.</summary>
    /// <param name="matrix">[C,C], row by row.</param>
    /// <param name="size">C.</param>
    public static float[] Transposed(float[] matrix, int size)
    {
        var transposed = new float[matrix.Length];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                transposed[(j * size) + i] = matrix[(i * size) + j];
        return transposed;
    }

    /// <summary>L^-T times a matrix, in place.</summary>
    /// <param name="matrix">[C,C], row by row.</param>
    public void SolveTransposed(Span<double> matrix)
    {
        for (var i = Size - 1; i >= 0; i--)
        {
            var row = matrix.Slice(i * Size, Size);
            for (var j = i + 1; j < Size; j++)
                Add(row, matrix.Slice(j * Size, Size), -_rows[(j * Size) + i]);
            Add(row, row, (1 / _rows[(i * Size) + i]) - 1);
        }
    }

    private ReadOnlySpan<double> Row(int index) => _rows.AsSpan(index * Size, Size);

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var (sum, i) = (Vector<double>.Zero, 0);
        for (; i <= left.Length - Vector<double>.Count; i += Vector<double>.Count)
            sum += new Vector<double>(left[i..]) * new Vector<double>(right[i..]);
        var rest = Vector.Sum(sum);
        for (; i < left.Length; i++)
            rest += left[i] * right[i];
        return rest;
    }

    private static void Add(Span<double> to, ReadOnlySpan<double> from, double factor)
    {
        var i = 0;
        for (; i <= to.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(to[i..]) + (new Vector<double>(from[i..]) * factor)).CopyTo(to[i..]);
        for (; i < to.Length; i++)
            to[i] += from[i] * factor;
    }
}
