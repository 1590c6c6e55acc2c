using Atelier.Data;

namespace Atelier.Cli;

/// <summary>What to say about a run's attribute before training.</summary>
internal static class GroupNotes
{
    private const double Often = 10;

    /// <summary>How many images have each value, how that is handled, and what to watch out for; a sentence or two each.</summary>
    public static IEnumerable<string> For(ImageBalance balance, Balancing balancing)
    {
        var counts = balance.Values.Select(value => $"{value ?? "missing"} {balance.Groups.Where(group => group.Value == value).Sum(group => group.Training)}");
        yield return $"Attribute {balance.Attribute}, training images: {string.Join(", ", counts)}.{Measure(balancing)}";
        var present = balance.Groups.Where(group => group is { Value: not null, Training: > 0 }).ToList();
        if (balancing is not Balancing.Draw || present.Count == 0)
            yield break;
        var least = present.MinBy(group => group.Training)!;
        var times = (double)present.Sum(group => group.Training) / present.Count / least.Training;
        if (times > Often)
            yield return FormattableString.Invariant($"An image of the smallest group, {least.Class} with {least.Value}, is shown {times:0} times per epoch: the network may memorize those {least.Training} images.");
    }

    private static string Measure(Balancing balancing) => balancing switch
    {
        Balancing.Reweigh => " Losses are weighted so that class and attribute are independent.",
        Balancing.Draw => " Every epoch draws each class with each value equally often.",
        _ => "",
    };
}
