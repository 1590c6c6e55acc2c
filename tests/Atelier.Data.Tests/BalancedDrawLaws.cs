using FsCheck;
using FsCheck.Fluent;

namespace Atelier.Data.Tests;

/// <summary>What holds of every epoch that draws groups equally.</summary>
public sealed class BalancedDrawLaws
{
    private static readonly Gen<(int?[] Groups, int BatchSize, int Epoch)> Cases =
        from groups in Gen.Elements<int?>(null, 0, 0, 0, 0, 3, 3, 7).NonEmptyListOf()
        from size in Gen.Choose(1, 12)
        from epoch in Gen.Choose(0, 5)
        select (groups.ToArray(), size, epoch);

    [Fact]
    public void Epoch_HasAsManyDrawsAsSamples_AndThoseOfNoGroupOnce() => Check((groups, _, order) =>
        order.Length == groups.Length
        && order.Where(sample => groups[sample] is null).Order().SequenceEqual(Enumerable.Range(0, groups.Length).Where(sample => groups[sample] is null)));

    [Fact]
    public void Batch_HasEachGroupAsOftenAsAnyOther_ToWithinOne() => Check((groups, size, order) =>
    {
        int?[] all = [.. groups.Where(group => group is not null).Distinct()];
        return order.Chunk(size).Append(order).All(batch =>
        {
            int[] counts = [.. all.Select(group => batch.Count(sample => groups[sample] == group))];
            return counts.Length == 0 || counts.Max() - counts.Min() <= 1;
        });
    });

    [Fact]
    public void Group_IsGoneThroughWhole_BeforeASampleComesAgain() => Check((groups, _, order) =>
        groups.Distinct().Where(group => group is not null).All(group =>
        {
            int[] counts = [.. Enumerable.Range(0, groups.Length).Where(sample => groups[sample] == group).Select(sample => order.Count(drawn => drawn == sample))];
            return counts.Max() - counts.Min() <= 1;
        }));

    [Fact]
    public void Epoch_OfOneSeed_IsAlwaysTheSame_AndEpochsDiffer()
    {
        BatchOrder order = new() { Seed = 4, Groups = [.. Enumerable.Range(0, 40).Select(sample => (int?)(sample % 5 == 0 ? 1 : 0))] };
        Assert.Equal(order.Of(40, 2), order.Of(40, 2));
        Assert.NotEqual(order.Of(40, 2), order.Of(40, 3));
        Assert.NotEqual(order.Of(40, 2), (order with { Seed = 5 }).Of(40, 2));
    }

    [Fact]
    public void Order_OfGroupsForOtherSamples_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new BatchOrder { Groups = [0, 1] }.Of(3, 0));

    private static void Check(Func<int?[], int, int[], bool> law) => Prop.ForAll(
        Cases.ToArbitrary(),
        x => law(x.Groups, x.BatchSize, new BatchOrder { Seed = x.BatchSize, Groups = x.Groups }.Of(x.Groups.Length, x.Epoch))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
