using FsCheck;
using FsCheck.Fluent;

namespace Atelier.Training.Tests;

/// <summary>What holds of every decay.</summary>
public sealed class DecayLaws
{
    private static readonly Gen<double> Progress = Gen.Choose(0, 10_000).Select(n => n / 10_000.0);
    private static readonly Gen<double> Value = Gen.Choose(1, 1_000_000).Select(n => n * 1e-5);

    private static readonly Gen<(Decay Decay, double Start, double End, double T)> Cases =
        from decay in Gen.OneOf(
            Gen.Elements(Decay.None, Decay.Linear, Decay.Cosine, Decay.Exponential), Gen.Choose(1, 60).Select(p => Decay.Polynomial(p / 10.0)))
        from start in Value
        from end in Value
        from t in Progress
        select (decay, start, end, t);

    [Fact]
    public void Decay_AtNoProgress_IsTheStartItself() => Check(x => x.Decay.At(x.Start, x.End, 0) == x.Start);

    [Fact]
    public void Decay_AtAllProgress_IsTheEnd() => Check(x => x.Decay is Constant || Math.Abs(x.Decay.At(x.Start, x.End, 1) - x.End) <= 1e-12 * Math.Max(x.Start, x.End));

    [Fact]
    public void Decay_StaysBetweenStartAndEnd() => Check(x =>
        x.Decay.At(x.Start, x.End, x.T) is var at && at >= Math.Min(x.Start, x.End) * (1 - 1e-12) && at <= Math.Max(x.Start, x.End) * (1 + 1e-12));

    [Fact]
    public void Decay_NeverTurnsBack() => Check(x =>
        (x.Decay.At(x.Start, x.End, x.T) - x.Decay.At(x.Start, x.End, x.T / 2)) * Math.Sign(x.End - x.Start) >= -1e-12 * Math.Max(x.Start, x.End));

    [Fact]
    public void Decay_OfAnOwnShape_IsThatFunction() =>
        Assert.Equal(3.25, Decay.Custom("quadratic", (start, end, t) => start + (end - start) * t * t).At(3, 4, 0.5));

    [Theory]
    [InlineData(0.5, "linear", 0.55)]
    [InlineData(0.25, "cosine", 0.86819805153394638)]
    [InlineData(0.5, "exponential", 0.31622776601683794)]
    public void Decay_FromOneToATenth_HasTheKnownValue(double t, string name, double expected)
    {
        Decay[] decays = [Decay.Linear, Decay.Cosine, Decay.Exponential];
        Assert.Equal(expected, decays.Single(decay => decay.Name == name).At(1, 0.1, t), 1e-14);
    }

    [Fact]
    public void Polynomial_OfPowerTwo_HasTheKnownValue() => Assert.Equal(0.1 + 0.9 * 0.5625, Decay.Polynomial(2).At(1, 0.1, 0.25), 1e-15);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Polynomial_OfNoPower_IsRefused(double power) => Assert.Throws<ArgumentOutOfRangeException>(() => Decay.Polynomial(power));

    [Fact]
    public void Exponential_WithoutAnEnd_SaysSo() =>
        Assert.Contains("needs an end", Assert.Throws<InvalidOperationException>(() => new Annealing(0.1).At(Decay.Exponential, 0.5)).Message, StringComparison.Ordinal);

    private static void Check(Func<(Decay Decay, double Start, double End, double T), bool> law) =>
        Prop.ForAll(Cases.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
