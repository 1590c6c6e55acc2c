namespace Atelier.Auditing.Tests;

public sealed class BiasScoreTests
{
    [Fact]
    public void Shares_OfCounts_AreTheirParts() => Assert.Equal([0.67, 0.33], BiasScore.Shares([67, 33]));

    [Fact]
    public void Shares_OfNothing_AreNoNumbers() => Assert.All(BiasScore.Shares([0, 0]), share => Assert.Equal(double.NaN, share));

    [Fact]
    public void OfLabel_LedByOneGroup_IsWhatItGains() => Assert.Equal(0.17, ZhaoAmplification.OfLabel([0.67, 0.33], [0.84, 0.16]), 12);

    [Fact]
    public void OfLabel_OfThreeGroups_SumsOverThoseAboveAThird() =>
        Assert.Equal(0.1 - 0.05, ZhaoAmplification.OfLabel([0.5, 0.4, 0.1], [0.6, 0.35, 0.05]), 12);

    [Fact]
    public void OfLabel_InBalance_IsNothing() => Assert.Equal(0, ZhaoAmplification.OfLabel([0.5, 0.5], [0.9, 0.1]));

    [Theory]
    [InlineData(double.NaN, 0.5)]
    [InlineData(0.5, double.NaN)]
    public void OfLabel_WithoutAShare_IsNoNumber(double training, double predicted) =>
        Assert.Equal(double.NaN, ZhaoAmplification.OfLabel([training, training], [predicted, predicted]));

    [Fact]
    public void Mean_LeavesOutWhatIsNoNumber() => Assert.Equal(0.2, ZhaoAmplification.Mean([0.1, double.NaN, 0.3]), 12);

    [Theory]
    [InlineData(0.05, true)]
    [InlineData(0.2, false)]
    public void IsViolation_AsksForMoreThanTheMargin(double margin, bool expected) =>
        Assert.Equal(expected, ZhaoAmplification.IsViolation([0.67, 0.33], [0.84, 0.16], margin));
}
