using System.Diagnostics;
using System.Globalization;

namespace Atelier.Bench.Harness;

/// <summary>The parent's side of a <see cref="Worker"/>: a fresh process that runs one variant on request.</summary>
public sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _what;

    /// <param name="benchmark">What is measured.</param>
    /// <param name="variant">One of its variants.</param>
    /// <param name="size">Its size.</param>
    public WorkerProcess(IBenchmark benchmark, Variant variant, int size)
    {
        _what = $"{benchmark.Name}, {variant.Name} at {benchmark.SizeName} {size}";
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        // Under `dotnet Atelier.Bench.dll` the process is dotnet, and the program its first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        foreach (var argument in (string[])["worker", benchmark.Name, variant.Name, size.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        // Atelier lets OpenMP's threads sleep. Others do not know of that, unless the user said so: this is libgomp's value for those who set nothing.
        if (variant.IsForeign && !LetsAllSleep)
            start.Environment["GOMP_SPINCOUNT"] = "300000";
        _process = Process.Start(start) ?? throw new InvalidOperationException($"No worker for {_what}.");
    }

    /// <summary>Whether the user lets everyone's idle threads sleep: on a machine with other work, those that spin lose most of their time.</summary>
    public static bool LetsAllSleep => Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") == "passive";

    /// <summary>The loss of the last run.</summary>
    public double Loss { get; private set; }

    /// <summary>The peak of the process's resident memory so far, in MiB.</summary>
    public double PeakMebibytes { get; private set; }

    /// <summary>The same, less what torch and the runtime held before the variant was set up.</summary>
    public double OwnPeakMebibytes { get; private set; }

    /// <summary>Runs the work once.</summary>
    /// <returns>Milliseconds.</returns>
    /// <exception cref="InvalidOperationException">The worker died; its own error is on standard error.</exception>
    public double Run()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The worker for {_what} died.");
        var numbers = answer.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        (Loss, PeakMebibytes, OwnPeakMebibytes) = (numbers[1], numbers[2], numbers[2] - numbers[3]);
        return numbers[0];
    }

    /// <summary>Ends the worker and waits for it.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
