namespace Atelier.Core.Tests;

public sealed class PlainNumberTests
{
    [Theory, InlineData("0.5", 0.5), InlineData("-3", -3), InlineData("1e3", 1000), InlineData(" 2 ", 2), InlineData("+.5", 0.5)]
    public void TryParse_OfAPlainNumber_IsIt(string text, double expected)
    {
        Assert.True(PlainNumber.TryParse<double>(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory, InlineData("0,5"), InlineData("1,000"), InlineData("1e400"), InlineData("NaN"), InlineData("Infinity"), InlineData("1 000"), InlineData("0x10"), InlineData(""), InlineData("(5)"), InlineData("$5")]
    public void TryParse_OfAnythingElse_IsRefused(string text)
    {
        Assert.False(PlainNumber.TryParse<double>(text, out _));
        Assert.False(PlainNumber.TryParse<float>(text, out _));
        Assert.False(PlainNumber.TryParse<int>(text, out _));
        Assert.False(PlainNumber.TryParse<long>(text, out _));
    }

    [Theory, InlineData("7", true), InlineData("-7", true), InlineData("7.0", false), InlineData("99999999999", false), InlineData("1e3", false)]
    public void TryParse_OfAWholeNumber_TakesDigitsAlone(string text, bool expected) => Assert.Equal(expected, PlainNumber.TryParse<int>(text, out _));
}
