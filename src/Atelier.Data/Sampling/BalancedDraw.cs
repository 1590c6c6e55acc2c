namespace Atelier.Data;

/// <summary>Draws groups equally: the order behind <see cref="BatchOrder.Groups"/>.</summary>
internal static class BalancedDraw
{
    /// <summary>As many draws as there are samples.</summary>
    /// <param name="groups">The group of each sample; one without a group comes once.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static int[] Draw(IReadOnlyList<int?> groups, ref CounterRandom random)
    {
        var byGroup = groups.Index().ToLookup(sample => sample.Item, sample => sample.Index);
        int[] alone = [.. byGroup[null]];
        int[][] members = [.. byGroup.Where(group => group.Key is not null).OrderBy(group => group.Key).Select(group => group.ToArray())];
        // The groups that get the leftover draws differ from epoch to epoch.
        random.Shuffle<int[]>(members);
        var drawn = new int[groups.Count - alone.Length];
        for (var i = 0; i < drawn.Length; i++)
        {
            var group = members[i % members.Length];
            var place = i / members.Length % group.Length;
            if (place == 0)
                random.Shuffle<int>(group);
            drawn[i] = group[place];
        }
        return alone.Length == 0 ? drawn : Strew(alone, drawn, ref random);
    }

    // Those without a group go to random places, the others keep their order.
    private static int[] Strew(int[] alone, int[] drawn, ref CounterRandom random)
    {
        random.Shuffle<int>(alone);
        bool[] isAlone = [.. Enumerable.Repeat(true, alone.Length), .. Enumerable.Repeat(false, drawn.Length)];
        random.Shuffle<bool>(isAlone);
        var (nextAlone, nextDrawn) = (0, 0);
        return [.. isAlone.Select(here => here ? alone[nextAlone++] : drawn[nextDrawn++])];
    }
}
