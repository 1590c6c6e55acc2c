using System.Globalization;

namespace Atelier.Cli.Tests;

public sealed class ResumeTests(Shapes shapes) : IClassFixture<Shapes>
{
    // The long trial, of twenty: ATELIER_KILLS=20.
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("ATELIER_KILLS") ?? "3", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Resume_AfterKillsAtRandomInstants_GivesTheSameModels()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        // In a process of its own, as those to be killed, for how long one takes.
        (await AtelierProcess.RunAsync(shapes.Train("whole"))).ShouldExit(ExitCode.Done);
        var (length, whole, random) = (clock.Elapsed, shapes.Hashes("whole"), new Random(Kills));
        Assert.Equal(await shapes.UndisturbedAsync(), whole);
        var killed = 0;
        for (var trial = 0; trial < Kills; trial++)
        {
            var run = $"killed{trial}";
            using (var process = AtelierProcess.Start(shapes.Train(run)))
            {
                await Task.Delay(length * random.NextDouble());
                if (!process.HasEnded)
                {
                    process.Signal("KILL");
                    killed++;
                }
                await process.EndAsync();
            }
            // Killed before it wrote a description, there is no run to go on with.
            var again = File.Exists(shapes[$"{run}/run.json"]) ? ["resume", shapes[run]] : shapes.Train(run);
            (await AtelierProcess.RunAsync(again)).ShouldExit(ExitCode.Done);
            Assert.Equal(whole, shapes.Hashes(run));
        }
        Assert.True(killed > 0, "Every run had ended before it was killed.");
    }

    [Fact]
    public async Task CtrlC_KeepsTheRun_AndResumeGoesOn()
    {
        using (var process = AtelierProcess.Start(shapes.Train("stopped")))
        {
            while (await process.ReadErrorLineAsync() is { } line && !line.StartsWith("    2 ", StringComparison.Ordinal))
            {
            }
            process.Signal("INT");
            var ended = (await process.EndAsync()).ShouldExit(ExitCode.Stopped).ShouldShowNoStackTrace();
            Assert.EndsWith($"Stopped; continue with: atelier resume {shapes["stopped"]}\n", ended.Error, StringComparison.Ordinal);
        }
        Assert.True(File.Exists(shapes["stopped/plots/loss.png"]));
        Assert.True(File.Exists(shapes["stopped/model.safetensors"]));
        var resumed = (await AtelierProcess.RunAsync("resume", shapes["stopped"])).ShouldExit(ExitCode.Done);
        Assert.Matches(@"Resumed after batch \d+ of 42\.", resumed.Error);
        Assert.Equal(await shapes.UndisturbedAsync(), shapes.Hashes("stopped"));
        var third = (await InProcess.EndAsync("resume", shapes["stopped"])).ShouldExit(ExitCode.Done);
        Assert.Equal($"{shapes["stopped"]}: is already finished; its model is {shapes["stopped/model.safetensors"]}.\n", third.Output);
    }

    [Fact]
    public async Task Resume_FromADamagedCheckpoint_FallsBackWithAWarning()
    {
        using (var process = AtelierProcess.Start(shapes.Train("damaged")))
        {
            while (await process.ReadErrorLineAsync() is { } line && !line.StartsWith("    3 ", StringComparison.Ordinal))
            {
            }
            process.Signal("KILL");
            await process.EndAsync();
        }
        var newest = Directory.GetFiles(shapes["damaged/checkpoints"], "checkpoint-*.safetensors").Max(StringComparer.Ordinal)!;
        var bytes = await File.ReadAllBytesAsync(newest);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(newest, bytes);
        var ended = (await AtelierProcess.RunAsync("resume", shapes["damaged"])).ShouldExit(ExitCode.Done);
        Assert.Contains($"{newest}: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Going back to the checkpoint before it.", ended.Error, StringComparison.Ordinal);
        Assert.Equal(await shapes.UndisturbedAsync(), shapes.Hashes("damaged"));
    }

    [Fact]
    public async Task Train_OverFiftyEpochs_HoldsNoMoreMemoryThanAfterTheSecond()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads a process's memory from /proc");
        // The runtime compiles its methods anew over the first minutes, ten megabytes in all, which is not the run's memory.
        using var process = AtelierProcess.Start(
            new Dictionary<string, string> { ["DOTNET_TieredCompilation"] = "0" },
            "train", shapes.Data, "--network", "small", "--image-size", "32", "--batch-size", "32", "--phases", "constant(lr=1e-2,len=50)", "-o", shapes["long"], "--threads", "1", "--swa-start", "2", "--ema", "0.9");
        List<double> byEpoch = [];
        while (await process.ReadErrorLineAsync() is { } line)
            if (line is [' ', ' ', ' ', _, >= '0' and <= '9', ' ', ..] && process.ResidentMebibytes() is { } memory)
                byEpoch.Add(memory);
        (await process.EndAsync()).ShouldExit(ExitCode.Done);
        Assert.True(byEpoch.Count > 45, $"Only {byEpoch.Count} epochs were seen.");
        Assert.True(byEpoch[^1] <= 1.05 * byEpoch[1], $"MiB by epoch: {string.Join(' ', byEpoch.Select(memory => memory.ToString("0", CultureInfo.InvariantCulture)))}");
    }
}
