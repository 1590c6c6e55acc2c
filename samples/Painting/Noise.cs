namespace Atelier.Samples.Painting;

/// <summary>Smooth random values over the plane: value noise, summed over octaves.</summary>
/// <param name="seed">Another seed, another landscape.</param>
internal sealed class Noise(int seed)
{
    /// <summary>In [0,1], changing over a distance of about 1.</summary>
    public float At(float x, float y, int octaves = 4)
    {
        var (sum, weight, total) = (0f, 1f, 0f);
        for (var octave = 0; octave < octaves; octave++, weight /= 2, x *= 2, y *= 2)
        {
            sum += weight * Smooth(x, y, octave);
            total += weight;
        }
        return sum / total;
    }

    private float Smooth(float x, float y, int octave)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (u, v) = (Ease(x - left), Ease(y - top));
        var upper = float.Lerp(Corner(left, top, octave), Corner(left + 1, top, octave), u);
        var lower = float.Lerp(Corner(left, top + 1, octave), Corner(left + 1, top + 1, octave), u);
        return float.Lerp(upper, lower, v);
    }

    private float Corner(int x, int y, int octave)
    {
        var hash = unchecked((uint)(x * 374761393 + y * 668265263 + octave * 974711 + seed * 144665));
        hash = unchecked((hash ^ (hash >> 13)) * 1274126177);
        return ((hash ^ (hash >> 16)) & 0xffff) / 65535f;
    }

    private static float Ease(float t) => t * t * (3 - 2 * t);
}
