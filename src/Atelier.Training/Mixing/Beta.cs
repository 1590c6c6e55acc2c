namespace Atelier.Training;

/// <summary>The beta distribution with equal parameters.</summary>
internal static class Beta
{
    /// <summary>A number in [0,1] from Beta(alpha, alpha): Jöhnk's method up to 1, two gamma variables above.</summary>
    public static double Draw(double alpha, Random random)
    {
        if (alpha > 1)
        {
            var (a, b) = (Gamma(alpha, random), Gamma(alpha, random));
            return a / (a + b);
        }
        while (true)
        {
            // Logarithms, because with a small alpha the powers themselves are 0.
            var x = Math.Log(1 - random.NextDouble()) / alpha;
            var y = Math.Log(1 - random.NextDouble()) / alpha;
            var larger = Math.Max(x, y);
            var sum = larger + Math.Log(Math.Exp(x - larger) + Math.Exp(y - larger));
            if (sum <= 0)
                return Math.Exp(x - sum);
        }
    }

    // Marsaglia and Tsang 2000, for shapes of 1 and more.
    private static double Gamma(double shape, Random random)
    {
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var z = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + c * z, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < z * z / 2 + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }
}
