using System.Diagnostics;
using System.Globalization;
using Atelier.Fuzz;

// Atelier.Fuzz [TARGET...] [--minutes N] [--seed N] [--corpora FOLDER]: ./build fuzz
var (targets, minutes, seed, corpora, isChild) = (new List<string>(), 1.0, Environment.TickCount, Path.Combine(AppContext.BaseDirectory, "Corpora"), false);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--minutes":
            minutes = double.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--seed":
            seed = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--corpora":
            corpora = args[++i];
            break;
        case "--here":
            isChild = true;
            break;
        default:
            targets.Add(args[i]);
            break;
    }
}
if (targets.Count == 0)
    targets.AddRange(AllTargets.Names);
if (isChild)
    return Fuzz(targets[0]);
// Each in a process of its own, which may crash or hang without ending the others.
var findings = 0;
foreach (var name in targets)
    findings += await WatchAsync(name);
Console.WriteLine($"{targets.Count} targets, {findings} faults");
return findings == 0 ? 0 : 1;

int Fuzz(string name)
{
    using var target = AllTargets.Create(name);
    var folder = FolderOf(name);
    Directory.CreateDirectory(folder);
    var fuzzer = new Fuzzer(target, folder, seed);
    var path = Path.Combine(corpora, $"{name}.zip");
    fuzzer.Run(Corpus.Read(path).Select(file => file.Input), TimeSpan.FromMinutes(minutes), line => Console.WriteLine(line));
    Corpus.Write(path, fuzzer.Inputs);
    return 0;
}

async Task<int> WatchAsync(string name)
{
    var folder = FolderOf(name);
    if (Directory.Exists(folder))
        Directory.Delete(folder, recursive: true);
    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Environment.GetCommandLineArgs()[0], name, "--here", "--minutes", minutes.ToString(CultureInfo.InvariantCulture), "--seed", $"{seed}", "--corpora", corpora]))!;
    using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(minutes + 5));
    try
    {
        await process.WaitForExitAsync(patience.Token);
    }
    catch (OperationCanceledException)
    {
        process.Kill();
    }
    var found = Path.Combine(folder, "findings");
    if (process.HasExited && process.ExitCode == 0)
        return Directory.GetFiles(found, "*.txt").Length;
    Directory.CreateDirectory(found);
    File.Copy(Path.Combine(folder, "current"), Path.Combine(found, $"{name}-crash"), overwrite: true);
    Console.Error.WriteLine($"{name}: the process {(process.HasExited ? $"ended with {process.ExitCode}" : "hung")} at {Path.Combine(found, $"{name}-crash")}");
    return 1;
}

static string FolderOf(string name) => Path.Combine(Path.GetTempPath(), "atelier-fuzz", name);
