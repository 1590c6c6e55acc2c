using System.Text;

namespace Atelier.Chaos;

/// <summary>Kills, stops and starves the program at random instants.</summary>
public static class Trials
{
    /// <summary>Strikes pictures, trainings and studios side by side.</summary>
    /// <param name="time">How long; then the work at hand is finished.</param>
    /// <param name="seed">Of the random numbers.</param>
    /// <param name="progress">Told of each blow.</param>
    public static async Task<ChaosReport> RunAsync(TimeSpan time, int seed, Action<string>? progress = null)
    {
        var root = Directory.CreateTempSubdirectory("atelier-chaos-").FullName;
        try
        {
            List<SmallDisk> disks = [.. new[] { "stylize", "train", "studio" }.Select(name => new SmallDisk(Path.Combine(root, name)))];
            try
            {
                Victim[] victims = [new PictureVictim(Path.Combine(root, "stylize")), new TrainingVictim(Path.Combine(root, "train")), new StudioVictim(Path.Combine(root, "studio"))];
                var blows = Blow.All(disks.TrueForAll(disk => disk.IsSmall));
                List<Trial> trials = [.. victims.Select((victim, at) => new Trial(victim, blows, seed + at))];
                await Task.WhenAll(trials.Select(trial => trial.RunAsync(time, progress ?? (_ => { }))));
                return new(Table(trials, blows), [.. trials.SelectMany(trial => trial.Faults)], trials.Sum(trial => trial.Strikes.Values.Sum()), [.. trials.Select(trial => trial.Finished)]);
            }
            finally
            {
                disks.ForEach(disk => disk.Dispose());
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static string Table(IReadOnlyList<Trial> trials, IReadOnlyList<Blow> blows)
    {
        var table = new StringBuilder($"| blow | {string.Join(" | ", trials.Select(trial => trial.Victim.Name))} |\n| --- |{string.Concat(Enumerable.Repeat(" --- |", trials.Count))}\n");
        foreach (var blow in blows)
            table.Append($"| {blow.Name} | {string.Join(" | ", trials.Select(trial => trial.Strikes.GetValueOrDefault(blow.Name)))} |\n");
        table.Append($"| finished, to the byte | {string.Join(" | ", trials.Select(trial => trial.Finished))} |\n");
        return table.ToString();
    }
}

/// <summary>What came of it.</summary>
/// <param name="Table">Blows by kind and victim, in Markdown.</param>
/// <param name="Faults">What broke, in sentences.</param>
/// <param name="Blows">How many there were.</param>
/// <param name="Finished">How often each victim's work was done to its end.</param>
public sealed record ChaosReport(string Table, IReadOnlyList<string> Faults, int Blows, IReadOnlyList<int> Finished);
