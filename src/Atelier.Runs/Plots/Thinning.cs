namespace Atelier.Runs;

/// <summary>Draws curves of very many points with fewer.</summary>
internal static class Thinning
{
    private const int Buckets = 1200;

    /// <summary>The lowest and the highest point of each short stretch, in order: all that a picture can show. Points that are not finite are dropped.</summary>
    public static IReadOnlyList<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points)
    {
        (double X, double Y)[] finite = [.. points.Where(point => double.IsFinite(point.Y))];
        if (finite.Length <= 2 * Buckets)
            return finite;
        var few = new List<(double X, double Y)>();
        foreach (var bucket in finite.Chunk((finite.Length + Buckets - 1) / Buckets))
        {
            var (low, high) = (bucket.MinBy(point => point.Y), bucket.MaxBy(point => point.Y));
            few.AddRange(low.X <= high.X ? [low, high] : [high, low]);
        }
        return few;
    }
}
