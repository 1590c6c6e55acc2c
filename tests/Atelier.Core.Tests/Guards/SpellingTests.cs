namespace Atelier.Core.Tests;

public sealed class SpellingTests
{
    [Theory, InlineData("", "vgg", 3), InlineData("vgg19", "VGG16", 1), InlineData("kitten", "sitting", 3), InlineData("small", "small", 0)]
    public void Distance_OfTwoWords_IsLevenshteins(string from, string to, int expected)
    {
        Assert.Equal(expected, Spelling.Distance(from, to));
        Assert.Equal(expected, Spelling.Distance(to, from));
    }

    [Theory]
    [InlineData("styize", "stylize")]
    [InlineData("--max-memry", "--max-memory")]
    [InlineData("paint", null)]
    public void Near_IsAWordOfNearlyTheSameLetters_OrNone(string written, string? expected) =>
        Assert.Equal(expected, Spelling.Near(written, ["stylize", "studio", "--max-memory", "--max-pixels"]));
}
