using Atelier.Imaging;

namespace Atelier.Data.Tests;

public sealed class AugmentationTests
{
    private static readonly Augmentation Busy = Augmentation.Standard with { MaxRotation = 30, Shift = 0.3, CropArea = 0.1, CropStretch = 2 };

    private static RgbPixels Noise(int width, int height)
    {
        var bytes = new byte[width * height * 3];
        new Random(1).NextBytes(bytes);
        return new(width, height, bytes);
    }

    private static float[] Fill(RgbPixels image, Window window, int size)
    {
        var target = new float[size * size * 3];
        new Resampling().Fill(image, window, size, target);
        return target;
    }

    private static float[] Paint(RgbPixels image, Augmentation augmentation, Normalization normalization, int size, long sample = 0)
    {
        var target = new float[size * size * 3];
        new SamplePainter(augmentation, normalization, size, channelsLast: false).Paint(image, new CounterRandom(1, 0, sample), target);
        return target;
    }

    private static void Near(float[] expected, float[] actual, double tolerance) =>
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, tolerance);

    [Fact]
    public void Fill_OfTheWholeImageAtItsSize_IsTheImage()
    {
        var image = Noise(20, 20);
        Assert.Equal(image.Bytes.Select(value => (float)value), Fill(image, Window.Middle(20, 20, 20), 20));
    }

    [Fact]
    public void Fill_Flipped_IsTheMirrorImage_AndTwiceIsTheImage()
    {
        var image = Noise(17, 17);
        var window = Window.Middle(17, 17, 17) with { IsFlipped = true };
        var once = Fill(image, window, 17);
        for (var x = 0; x < 17; x++)
            Assert.Equal(image.Bytes[(5 * 17 + x) * 3], once[(5 * 17 + 16 - x) * 3]);
        var twice = Fill(new(17, 17, [.. once.Select(value => (byte)value)]), window, 17);
        Assert.Equal(image.Bytes.Select(value => (float)value), twice);
    }

    [Theory]
    [InlineData(16, 16, 16)] // as it is
    [InlineData(40, 30, 16)] // smaller
    [InlineData(12, 9, 16)] // larger
    public void Fill_TurnedByNextToNothing_IsAsUnturned(int width, int height, int size)
    {
        // Two ways through the code: they must agree where they meet, but for what the second interpolation blurs.
        var bytes = Enumerable.Range(0, width * height * 3).Select(i => (byte)(128 + 60 * Math.Sin(i / 3 % width * 6.0 / width) + 50 * Math.Cos(i / 3 / width * 5.0 / height)));
        RgbPixels image = new(width, height, [.. bytes]);
        var window = Window.Middle(width, height, size);
        Near(Fill(image, window, size), Fill(image, window with { Degrees = 1e-7 }, size), 3);
    }

    [Fact]
    public void Fill_TurnedByAQuarter_TurnsClockwise()
    {
        var image = Noise(16, 16);
        var turned = Fill(image, Window.Middle(16, 16, 16) with { Degrees = 90 }, 16);
        for (var y = 0; y < 16; y++)
            for (var x = 0; x < 16; x++)
                Assert.Equal(image.Bytes[(y * 16 + x) * 3 + 1], turned[(x * 16 + 15 - y) * 3 + 1], 1e-2);
    }

    [Fact]
    public void Fill_BeyondTheEdge_Mirrors()
    {
        var image = Noise(16, 16);
        var shifted = Fill(image, new Window(4, 8, 16, 16), 16); // four pixels to the left
        for (var x = 0; x < 4; x++)
            Assert.Equal(image.Bytes[(3 * 16 + 3 - x) * 3], shifted[(3 * 16 + x) * 3], 1e-3);
        Assert.Equal(image.Bytes[3 * 16 * 3], shifted[(3 * 16 + 4) * 3], 1e-3);
    }

    [Fact]
    public void Fill_Shrinking_AveragesFineDetailAway()
    {
        // Stripes of one pixel: without a filter they would alias to 0 or 255.
        RgbPixels stripes = new(64, 64, [.. Enumerable.Range(0, 64 * 64 * 3).Select(i => (byte)(i / 3 % 2 * 255))]);
        Assert.All(Fill(stripes, new Window(32, 32, 64, 64), 8), value => Assert.InRange(value, 115, 140));
    }

    [Theory]
    [InlineData(9, 9)]
    [InlineData(50, 31)]
    [InlineData(31, 300)]
    public void Paint_OfAConstantImage_IsConstant_WhateverTheWindow(int width, int height)
    {
        RgbPixels image = new(width, height, [.. Enumerable.Range(0, width * height).SelectMany(_ => new byte[] { 51, 102, 204 })]);
        for (var sample = 0; sample < 50; sample++)
        {
            var painted = Paint(image, Busy with { Brightness = 0, Contrast = 0 }, Normalization.None, 12, sample);
            Near([.. Enumerable.Repeat(0.2f, 144), .. Enumerable.Repeat(0.4f, 144), .. Enumerable.Repeat(0.8f, 144)], painted, 1e-5);
        }
    }

    [Fact]
    public void Paint_WithAnyLight_StaysInTheUnitInterval_AndMovesIt()
    {
        var image = Noise(16, 16);
        var plain = Paint(image, Augmentation.None, Normalization.None, 16);
        for (var sample = 0; sample < 50; sample++)
        {
            var lit = Paint(image, new() { Brightness = 2, Contrast = 2 }, Normalization.None, 16, sample);
            Assert.All(lit, value => Assert.InRange(value, 0, 1));
            Assert.NotEqual(plain, lit);
        }
    }

    [Fact]
    public void Light_OfGivenFactors_HasKnownValues()
    {
        float[] pixels = [51, 153];
        SamplePainter.Light(pixels, contrast: 0.5, brightness: 1.5); // mean 0.4: 0.3 and 0.5, then 0.45 and 0.75
        Near([0.45f, 0.75f], pixels, 1e-6);
    }

    [Fact]
    public void Paint_WithCutout_ZeroesSquaresExactly_AndNothingElse()
    {
        var image = Noise(20, 20);
        var plain = Paint(image, Augmentation.None, Normalization.ImageNet, 20);
        var counts = new HashSet<int>();
        for (var sample = 0; sample < 200; sample++)
        {
            var cut = Paint(image, new() { CutoutCount = 1, CutoutSize = 0.25 }, Normalization.ImageNet, 20, sample);
            var changed = Enumerable.Range(0, cut.Length).Where(i => cut[i] != plain[i]).ToList();
            Assert.All(changed, i => Assert.Equal(0, cut[i]));
            counts.Add(changed.Count / 3);
        }
        Assert.Equal(25, counts.Max()); // 5 x 5 pixels; less where it sticks out
    }

    [Fact]
    public void Paint_ChannelsLast_IsTheSameInAnotherOrder()
    {
        var image = Noise(30, 20);
        var (planes, pixels) = (new float[12 * 12 * 3], new float[12 * 12 * 3]);
        var all = Busy with { CutoutCount = 2 };
        new SamplePainter(all, Normalization.ImageNet, 12, channelsLast: false).Paint(image, new CounterRandom(1, 2, 3), planes);
        new SamplePainter(all, Normalization.ImageNet, 12, channelsLast: true).Paint(image, new CounterRandom(1, 2, 3), pixels);
        for (var i = 0; i < pixels.Length; i++)
            Assert.Equal(planes[i % 3 * 144 + i / 3], pixels[i]);
    }

    [Fact]
    public void Draw_OfCrops_HasTheAreasAndProportionsThatWereAskedFor()
    {
        var flips = 0;
        var augmentation = new Augmentation { CropArea = 0.25, CropStretch = 1.5, FlipProbability = 0.5 };
        for (var sample = 0; sample < 2000; sample++)
        {
            var random = new CounterRandom(0, 0, sample);
            var window = Window.Draw(augmentation, 100, 80, 32, ref random);
            Assert.InRange(window.Width * window.Height / 8000, 0.25, 1);
            Assert.InRange(window.Width / window.Height, 1 / 1.5 - 1e-9, 1.5 + 1e-9);
            Assert.InRange(window.CenterX, window.Width / 2, 100 - window.Width / 2);
            flips += window.IsFlipped ? 1 : 0;
        }
        Assert.InRange(flips, 890, 1110); // 1000, give or take 5 standard deviations
    }

    [Theory]
    [InlineData(64, 64, 64, 64)]
    [InlineData(256, 300, 224, 224)]
    [InlineData(500, 375, 224, 375 * 0.875)]
    [InlineData(30, 50, 64, 30)]
    public void Middle_ShowsSevenEighthsOfLargeImagesAndAllOfSmallOnes(int width, int height, int size, double shown) =>
        Assert.Equal(new Window(width / 2.0, height / 2.0, shown, shown), Window.Middle(width, height, size));
}
