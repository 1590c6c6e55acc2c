using Atelier.Imaging;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Bench.Quality;

/// <summary>What is ugly in a picture although a network likes it.</summary>
/// <param name="Halo">
/// How much the light side of the photo's strong edges is lighter near the edge than farther away, and the dark side darker, in shares of the edge's contrast,
/// beyond the photo's own. 0: none.
/// </param>
/// <param name="Noise">Finest texture where the photo is smooth, in shares of the painting's own on the whole. 1: as rough as the painting.</param>
/// <param name="Grid">The part of the texture's variance that repeats every 4, 8 or 16 pixels, beyond what repeats a pixel later, where there is no grid. 0: none.</param>
/// <param name="Frame">How much rougher or smoother the 8 pixels at the border are than what lies further in, beyond the photo's own, in octaves. 0: none.</param>
internal sealed record Artifacts(double Halo, double Noise, double Grid, double Frame)
{
    // Pixels.
    private const int Near = 5, Far = 15, Border = 8, Inside = 40;

    // Of the places, those at edges, and those that are smooth.
    private const double EdgeShare = 0.03, SmoothShare = 0.25;

    // Squares that are compared along a side.
    private const int Squares = 8;

    private static readonly int[] Periods = [4, 8, 16];

    /// <summary>Of a result.</summary>
    /// <param name="photo">[1,3,H,W], of any size.</param>
    /// <param name="painting">[1,3,h,w], of any size.</param>
    /// <param name="result">[1,3,a,b].</param>
    public static Artifacts Of(Tensor photo, Tensor painting, Tensor result)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var before = Scaling.To(photo, (int)result.shape[2], (int)result.shape[3]);
        var model = Scaling.LongSide(painting, (int)Math.Max(result.shape[2], result.shape[3]));
        return new(
            HaloOf(Plane.Of(before), Plane.Of(result)),
            NoiseOf(Plane.Of(before), Plane.Of(result), Plane.Of(model)),
            Periods.Average(period => Repeated(result, period) - Repeated(result, period + 1)),
            Math.Abs(FrameOf(Plane.Of(result)) - FrameOf(Plane.Of(before))));
    }

    private static double HaloOf(Plane photo, Plane result)
    {
        var soft = photo.Blurred(2);
        var (light, painted) = (soft, result.Blurred(2));
        var edges = soft.Gradients();
        var least = Quantile(edges.Select(edge => edge.Length), 1 - EdgeShare);
        double halo = 0, contrast = 0;
        foreach (var (row, column, down, across, _) in edges.Where(edge => edge.Length >= least))
        {
            double Rim(Plane plane) => plane.At(row + (Near * down), column + (Near * across)) - plane.At(row + (Far * down), column + (Far * across))
                + plane.At(row - (Far * down), column - (Far * across)) - plane.At(row - (Near * down), column - (Near * across));
            halo += Rim(painted) - Rim(light);
            contrast += light.At(row + (Near * down), column + (Near * across)) - light.At(row - (Near * down), column - (Near * across));
        }
        return halo / contrast;
    }

    private static double NoiseOf(Plane photo, Plane result, Plane painting)
    {
        var (rough, fine, model) = (photo.Detail(4), result.Detail(1), painting.Detail(1));
        var most = Quantile(rough.Numbers.Select(value => (double)Math.Abs(value)), SmoothShare);
        var smooth = Enumerable.Range(0, fine.Numbers.Length).Where(at => Math.Abs(rough.Numbers[at]) <= most).Select(at => (double)fine.Numbers[at] * fine.Numbers[at]).Average();
        return Math.Sqrt(smooth / model.Numbers.Average(value => (double)value * value));
    }

    // Of texture, within windows of eight squares by eight.
    private static double Repeated(Tensor image, int period)
    {
        using var scope = NewDisposeScope();
        var kernel = (period / 2 * 2) + 1;
        var texture = image - nn.functional.avg_pool2d(image, kernel, stride: 1, padding: kernel / 2, count_include_pad: false);
        var window = period * Squares;
        var (down, across) = (image.shape[2] / window, image.shape[3] / window);
        var windows = texture.narrow(2, 0, down * window).narrow(3, 0, across * window).reshape(3, down, Squares, period, across, Squares, period);
        var common = windows.mean([2, 5]);
        var apart = common - common.mean([2, 4], keepdim: true);
        return ((apart * apart).mean([0, 2, 4]) / (windows * windows).mean([0, 2, 3, 5, 6]).Plus(1e-5)).mean().ToNumber();
    }

    private static double FrameOf(Plane plane)
    {
        var detail = plane.Detail(1);
        double border = 0, inside = 0;
        int borders = 0, insides = 0;
        for (var row = 0; row < plane.Height; row++)
        {
            for (var column = 0; column < plane.Width; column++)
            {
                var depth = Math.Min(Math.Min(row, plane.Height - 1 - row), Math.Min(column, plane.Width - 1 - column));
                var energy = (double)detail.Numbers[(row * plane.Width) + column] * detail.Numbers[(row * plane.Width) + column];
                if (depth < Border)
                    (border, borders) = (border + energy, borders + 1);
                else if (depth < Inside)
                    (inside, insides) = (inside + energy, insides + 1);
            }
        }
        return 0.5 * Math.Log2(border / borders / (inside / insides));
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)((sorted.Length - 1) * share)];
    }

    /// <summary>Luminance.</summary>
    private sealed record Plane(float[] Numbers, int Height, int Width)
    {
        public static Plane Of(Tensor image)
        {
            using var scope = NewDisposeScope();
            var luminance = (image.cpu() * tensor([0.299f, 0.587f, 0.114f]).view(1, 3, 1, 1)).sum(1).contiguous();
            return new(luminance.data<float>().ToArray(), (int)image.shape[2], (int)image.shape[3]);
        }

        public double At(double row, double column) =>
            Numbers[(Math.Clamp((int)Math.Round(row), 0, Height - 1) * Width) + Math.Clamp((int)Math.Round(column), 0, Width - 1)];

        // Means of squares.
        public Plane Blurred(int reach)
        {
            var blurred = new float[Numbers.Length];
            Parallel.For(0, Height, row =>
            {
                for (var column = 0; column < Width; column++)
                {
                    var sum = 0f;
                    for (var down = -reach; down <= reach; down++)
                        for (var across = -reach; across <= reach; across++)
                            sum += Numbers[(Math.Clamp(row + down, 0, Height - 1) * Width) + Math.Clamp(column + across, 0, Width - 1)];
                    blurred[(row * Width) + column] = sum / ((2 * reach) + 1) / ((2 * reach) + 1);
                }
            });
            return new(blurred, Height, Width);
        }

        public Plane Detail(int reach) => new([.. Numbers.Zip(Blurred(reach).Numbers, (value, mean) => value - mean)], Height, Width);

        // Towards the light, of length 1, but for Length.
        public List<(int Row, int Column, double Down, double Across, double Length)> Gradients()
        {
            List<(int, int, double, double, double)> all = [];
            for (var row = 1; row < Height - 1; row++)
            {
                for (var column = 1; column < Width - 1; column++)
                {
                    var (down, across) = (At(row + 1, column) - At(row - 1, column), At(row, column + 1) - At(row, column - 1));
                    var length = Math.Sqrt((down * down) + (across * across));
                    all.Add((row, column, down / Math.Max(length, 1e-9), across / Math.Max(length, 1e-9), length));
                }
            }
            return all;
        }
    }
}
