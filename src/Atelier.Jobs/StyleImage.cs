using Atelier.Core;

namespace Atelier.Jobs;

/// <summary>A painting of a job.</summary>
public sealed record StyleImage
{
    /// <param name="image">The image's id.</param>
    /// <param name="weight">See <see cref="Weight"/>.</param>
    public StyleImage(string image, double weight = 1) => (Image, Weight) = (image, weight);

    /// <summary>The image's id.</summary>
    public string Image { get; }

    /// <summary>How much it counts beside the other paintings, 0 or more; 1 by default.</summary>
    public double Weight { get; init => field = Require.NonNegative(value); }
}
