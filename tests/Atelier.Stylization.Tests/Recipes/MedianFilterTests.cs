using System.Text.Json;
using Atelier.Core;
using TorchSharp;

namespace Atelier.Stylization.Tests;

[NoTensorLeaks]
public sealed class MedianFilterTests
{
    // Made by make_median_filter_values.py with scipy 1.10.1.
    private static readonly Case[] Cases = JsonSerializer.Deserialize<Case[]>(
        typeof(MedianFilterTests).Assembly.GetManifestResourceStream("median_filter_values.json")!,
        JsonSerializerOptions.Web)!;

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, 8)];

    [Theory, MemberData(nameof(Indices))]
    public void Apply_IsScipys(int index)
    {
        using var scope = torch.NewDisposeScope();
        var (height, width, size, image, filtered) = Cases[index];
        var actual = MedianFilter.Apply(torch.tensor(image, [1, 3, height, width]), size);
        TensorAssert.ShouldBe(actual, torch.tensor(filtered, [1, 3, height, width]), absolute: 0, relative: 0);
    }

    [Fact]
    public void Apply_OfABatch_FiltersEachPlaneAlone()
    {
        using var scope = torch.NewDisposeScope();
        var images = torch.rand(2, 3, 9, 5);
        var filtered = MedianFilter.Apply(images, 4);
        for (var n = 0; n < 2; n++)
            for (var c = 0; c < 3; c++)
                TensorAssert.ShouldBe(filtered[n, c], MedianFilter.Apply(images[n, c].view(1, 1, 9, 5), 4)[0, 0], 0, 0);
    }

    [Fact]
    public void Apply_OfAPlaneWithoutBatch_IsRefusedByShape()
    {
        using var plane = torch.zeros(3, 4, 4);
        Assert.Throws<ShapeException>(() => MedianFilter.Apply(plane, 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void Apply_OfASizeOutOfRange_IsRefused(int size)
    {
        using var image = torch.zeros(1, 3, 4, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => MedianFilter.Apply(image, size));
    }

    private sealed record Case(int Height, int Width, int Size, float[] Image, float[] Filtered);
}
