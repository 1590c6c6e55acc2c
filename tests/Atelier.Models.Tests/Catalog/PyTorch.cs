using System.Diagnostics;

namespace Atelier.Models.Tests;

/// <summary>One Python with torchvision, which takes seconds to import, for all checkpoints that it is asked for.</summary>
public sealed class PyTorch : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Lazy<Process> _process = new(Start);

    /// <summary>Whether Debian's package is there.</summary>
    public static bool IsInstalled { get; } = File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/torchvision");

    /// <summary>Writes a filled classifier of torchvision with <c>torch.save</c>.</summary>
    /// <param name="name">torchvision's name.</param>
    /// <param name="layout"><c>zip</c> or <c>legacy</c>.</param>
    /// <param name="path">The file.</param>
    public void Save(string name, string layout, string path)
    {
        _process.Value.StandardInput.WriteLine($"{name} {layout} {path}");
        _process.Value.StandardInput.Flush();
        Assert.Equal(path, _process.Value.StandardOutput.ReadLine());
    }

    /// <summary>Ends Python.</summary>
    public void Dispose()
    {
        if (!_process.IsValueCreated)
            return;
        _process.Value.StandardInput.Close();
        _process.Value.WaitForExit();
        _process.Value.Dispose();
    }

    private static Process Start() => Process.Start(new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Reference", "save.py")])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
