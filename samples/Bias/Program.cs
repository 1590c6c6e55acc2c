using System.Diagnostics;
using System.Globalization;
using Atelier.Core;
using Atelier.Samples.Bias;

// Draws scenes in which clothes and activity go together two to one, trains networks on them, audits, and tries remedies.
// Run: dotnet run -c Release -- FOLDER [SEEDS]
if (args is not [var folder, .. { Length: <= 1 } rest])
{
    Console.Error.WriteLine("usage: dotnet run -c Release -- FOLDER [SEEDS]\n\n  FOLDER  for scenes, table and pictures\n  SEEDS   5, as in docs/bias.md; fewer for a try");
    return 2;
}
var seeds = rest is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 5;
NativeTorch.LetIdleThreadsSleep();
var clock = Stopwatch.StartNew();
Directory.CreateDirectory(folder);
Report.ContactSheet(Path.Combine(folder, "scenes.png"));
List<Outcome> outcomes = [];
foreach (var seed in Enumerable.Range(1, seeds))
    foreach (var outcome in new Trial(Path.Combine(folder, $"scenes-{seed}"), seed, new()).Run())
    {
        outcomes.Add(outcome);
        Console.Error.WriteLine(FormattableString.Invariant(
            $"seed {seed}, {outcome.Remedy}: amplification {outcome.Amplification:+0.000;-0.000}, accuracy {outcome.Accuracy:0.0 %} after {clock.Elapsed.TotalSeconds:0} s"));
    }
Report.Plot(outcomes, Path.Combine(folder, "bias.png"));
var table = Report.Table(outcomes);
await File.WriteAllTextAsync(Path.Combine(folder, "bias.md"), table + "\n");
Console.WriteLine(table);
return 0;
