using Atelier.Samples.Painting;
using Atelier.Samples.Painting.Scenes;

namespace Atelier.Samples.Tests;

public sealed class PaintingTests
{
    [Fact]
    public void Dots_WithTheSameSeed_PaintTheSamePicture()
    {
        using var first = Techniques.Dots(Harbor.Paint(new(5)), new(5));
        using var second = Techniques.Dots(Harbor.Paint(new(5)), new(5));
        using var other = Techniques.Dots(Harbor.Paint(new(5)), new(6));
        Assert.Equal((1024, 768), (first.Width, first.Height));
        Assert.Equal(first.Bytes, second.Bytes);
        Assert.NotEqual(first.Bytes, other.Bytes);
        Assert.InRange(first.Pixels.Distinct().Count(), 1000, int.MaxValue);
    }
}
