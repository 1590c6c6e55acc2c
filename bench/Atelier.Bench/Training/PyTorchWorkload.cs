using System.Diagnostics;
using System.Globalization;
using Atelier.Bench.Harness;

namespace Atelier.Bench.Benchmarks;

/// <summary>The same steps in Debian's PyTorch: training.py, asked over its standard input.</summary>
public sealed class PyTorchWorkload : IWorkload
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;

    /// <param name="size">The images' side in pixels.</param>
    public PyTorchWorkload(int size) => _process = Start(
        Path.Combine(AppContext.BaseDirectory, "Training", "training.py"), Text(size), Text(TrainingBenchmark.Batch(size)),
        Text(TrainingBenchmark.Images), Text(TrainingBenchmark.Classes));

    /// <summary>Whether the machine has PyTorch and torchvision.</summary>
    public static bool IsThere
    {
        get
        {
            if (!File.Exists(Python))
                return false;
            using var trial = Start("-c", "import importlib.util as u; print(u.find_spec('torchvision') is not None)");
            return trial.StandardOutput.ReadLine() == "True";
        }
    }

    /// <inheritdoc/>
    public double PeakMebibytes { get; private set; } = double.NaN;

    /// <inheritdoc/>
    public double Run()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("training.py died; its own error is on standard error.");
        var numbers = answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        PeakMebibytes = numbers[1];
        return numbers[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        // Atelier's own setting for its threads must not reach PyTorch, which keeps libgomp's.
        start.Environment.Remove("OMP_WAIT_POLICY");
        return Process.Start(start) ?? throw new InvalidOperationException($"{Python} does not start.");
    }
}
