using System.Diagnostics;
using System.Globalization;
using Atelier.Models;

namespace Atelier.Bench.Harness;

/// <summary>A classifier's ONNX file, which Debian's PyTorch writes.</summary>
public static class PyTorchExport
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Whether the machine has PyTorch and torchvision.</summary>
    public static bool IsThere
    {
        get
        {
            if (!File.Exists(Python))
                return false;
            using var trial = Process.Start(Python, ["-c", "import importlib.util as u; raise SystemExit(u.find_spec('torchvision') is None)"]);
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
    }

    /// <summary>The network with the weights of <see cref="Notebook.DeterministicFill"/>, for batches of any size.</summary>
    /// <exception cref="InvalidOperationException">PyTorch failed; its own error is on standard error.</exception>
    public static byte[] Write(NetworkEntry kind)
    {
        var folder = Directory.CreateTempSubdirectory("atelier-onnx-");
        try
        {
            var file = Path.Combine(folder.FullName, kind.Name + ".onnx");
            var script = Path.Combine(AppContext.BaseDirectory, "PyTorch", "export.py");
            using var export = Process.Start(Python, [script, kind.Name, kind.Preprocessing.ImageSize.ToString(CultureInfo.InvariantCulture), file]);
            export.WaitForExit();
            return export.ExitCode == 0 ? File.ReadAllBytes(file) : throw new InvalidOperationException($"PyTorch did not export {kind.Name}.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
