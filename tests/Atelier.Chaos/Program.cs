using System.Globalization;
using Atelier.Chaos;

// Atelier.Chaos [--minutes N] [--seed N], or --jobs N --requests N: ./build chaos
var (minutes, seed, jobs, requests) = (1.0, Environment.TickCount, 0, 0);
for (var i = 0; i + 1 < args.Length; i += 2)
{
    if (args[i] == "--minutes")
        minutes = double.Parse(args[i + 1], CultureInfo.InvariantCulture);
    else if (args[i] == "--seed")
        seed = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
    else if (args[i] == "--jobs")
        jobs = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
    else if (args[i] == "--requests")
        requests = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
}
if (jobs > 0 || requests > 0)
{
    var endurance = await Endurance.RunAsync(jobs, requests, line => Console.Error.WriteLine(line));
    Console.WriteLine(endurance.Table);
    foreach (var growth in endurance.Growth)
        Console.WriteLine(growth);
    return endurance.Growth.Count == 0 ? 0 : 1;
}
var report = await Trials.RunAsync(TimeSpan.FromMinutes(minutes), seed, line => Console.Error.WriteLine(line));
Console.WriteLine(report.Table);
foreach (var fault in report.Faults)
    Console.WriteLine(fault);
return report.Faults.Count == 0 ? 0 : 1;
