using System.Diagnostics;
using System.Globalization;

namespace Atelier.Bench.Harness;

/// <summary>The same work in Debian's PyTorch: a script, asked over its standard input.</summary>
public sealed class PyTorchWorkload : IWorkload
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;

    /// <param name="script">The script, in the program's folder. For each line of input it does the work and answers with a figure to compare and its peak memory in MiB.</param>
    /// <param name="arguments">For the script.</param>
    public PyTorchWorkload(string script, params object[] arguments) =>
        _process = Start([Path.Combine(AppContext.BaseDirectory, script), .. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)]);

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
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PyTorch died; its own error is on standard error.");
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

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        // Atelier's own setting for its threads must not reach PyTorch, which keeps libgomp's.
        start.Environment.Remove("OMP_WAIT_POLICY");
        return Process.Start(start) ?? throw new InvalidOperationException($"{Python} does not start.");
    }
}
