using System.Diagnostics;
using System.Globalization;
using Atelier.Bench.Harness;
using Atelier.Studio;

namespace Atelier.Bench.Studio;

/// <summary>A studio in a process of its own, so that its memory is its own and the visitors' is not in it.</summary>
internal sealed class StudioServer : IDisposable
{
    /// <summary>What the process is called on the command line.</summary>
    public const string Name = "studio-server";

    private readonly Process _process;

    private StudioServer(Process process) => _process = process;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>The child's side: serves, and answers each line with its memory in MiB, now and at the peak, until there are no more.</summary>
    /// <param name="data">The studio's folder.</param>
    public static async Task<int> ServeAsync(string data)
    {
        var options = new StudioOptions { Urls = ["http://127.0.0.1:0"], JobHost = new() { DataFolder = data, Workers = StudioExperiment.Jobs } };
        await using var studio = await StudioApp.StartAsync(options);
        Console.WriteLine(studio.Urls[0]);
        while (await Console.In.ReadLineAsync() is not null)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{PeakMemory.Current():R} {PeakMemory.OfThisProcess():R}"));
        return 0;
    }

    /// <summary>The parent's side: starts it, and waits until it listens.</summary>
    /// <param name="data">The studio's folder.</param>
    public static async Task<StudioServer> StartAsync(string data)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        // Under `dotnet Atelier.Bench.dll` the process is dotnet, and the program its first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(StudioServer).Assembly.Location);
        start.ArgumentList.Add(Name);
        start.ArgumentList.Add(data);
        var server = new StudioServer(Process.Start(start)!);
        server.Url = new Uri(await server.ReadAsync());
        return server;
    }

    /// <summary>What it holds of memory, now and at the peak, in MiB.</summary>
    public async Task<(double Now, double Peak)> MemoryAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        var numbers = (await ReadAsync()).Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1]);
    }

    /// <summary>Stops it and waits for it.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The studio died; its own error is above.");
}
