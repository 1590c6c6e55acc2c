namespace Atelier.Stylization.Tests;

public sealed class PyramidTests
{
    [Fact]
    public void Plan_OfTheDefaults_IsKnown() =>
        Assert.Equal([new(128, 204), new(256, 122), new(512, 74)], Pyramid.Plan(512, 400, 3));

    [Fact]
    public void Plan_OfASmallResult_HasOneLevel() => Assert.Equal([new(40, 10)], Pyramid.Plan(40, 10, 8));

    [Fact]
    public void Plan_OfAnyRequest_KeepsItsPromises()
    {
        foreach (var size in (int[])[16, 63, 64, 65, 127, 128, 200, 255, 256, 511, 512, 513, 1000, 2048, 32768])
            foreach (var levels in Enumerable.Range(1, 8))
                foreach (var steps in Enumerable.Range(1, 40).Concat([63, 64, 100, 127, 128, 129, 400, 1000, 99999]))
                    Check(size, steps, levels);
    }

    private static void Check(int size, int steps, int levels)
    {
        var plan = Pyramid.Plan(size, steps, levels);
        var what = $"size {size}, {steps} steps, {levels} levels";
        Assert.True(plan.Sum(level => level.Evaluations) == steps, $"{what}: the steps do not add up.");
        Assert.True(plan[^1].LongSide == size && plan.Count <= levels, what);
        Assert.True(plan.All(level => level.Evaluations >= 1), $"{what}: a level has no steps.");
        Assert.True(plan.Count == 1 || plan[0].LongSide >= Pyramid.SmallestSide, $"{what}: a level is too small.");
        Assert.True(plan.Zip(plan.Skip(1)).All(pair => pair.Second.LongSide / 2 == pair.First.LongSide), $"{what}: sizes do not double.");
        Assert.True(plan.Count < 3 || plan.Zip(plan.Skip(1)).All(pair => pair.First.Evaluations >= pair.Second.Evaluations - plan.Count), $"{what}: a larger size takes more steps.");
    }
}
