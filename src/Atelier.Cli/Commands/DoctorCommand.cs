using Atelier.Core;
using Atelier.Kernels;
using Spectre.Console;

namespace Atelier.Cli;

/// <summary><c>atelier doctor</c>: what this machine has, and whether torch computes on it.</summary>
internal sealed class DoctorCommand(Streams streams) : AtelierCommand(
    streams,
    "doctor",
    "Shows what this machine has and whether torch works on it; exits with 1 if not.",
    "atelier doctor",
    "atelier doctor --json")
{
    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var report = new DoctorReport();
        call.Finish(report, console => Draw(console, report));
        return Task.FromResult(report.Healthy ? ExitCode.Done : ExitCode.Failed);
    }

    private static void Draw(IAnsiConsole console, DoctorReport report)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false, ShowRowSeparators = false };
        table.AddColumn(new TableColumn("").NoWrap()).AddColumn("");
        foreach (var (name, value) in Rows(report))
            table.AddRow(new Markup(name, new Style(decoration: Decoration.Bold)), new Text(value));
        console.Write(table);
        console.MarkupLine(report.Healthy ? "[green]Everything works.[/]" : "[red]Atelier does not work here yet:[/]");
        foreach (var problem in (string?[])[report.Machine.TorchProblem, report.Vips.Problem, report.Kernels.Problem])
            if (problem is not null)
                console.Profile.Out.Writer.WriteLine(problem);
    }

    private static IEnumerable<(string Name, string Value)> Rows(DoctorReport report)
    {
        var machine = report.Machine;
        yield return ("Atelier", $"{Short(report.Atelier)} on {report.DotNet}");
        yield return ("Torch", $"libtorch {machine.LibTorchVersion ?? "(not loaded)"}, TorchSharp {machine.TorchSharpVersion}");
        if (machine.LibTorchFolder is { } folder)
            yield return ("", machine.IsLibTorchOfMachine ? $"from {folder} (ATELIER_LIBTORCH)" : $"from {folder}");
        yield return ("", Verdict(machine));
        yield return ("Images", report.Vips.Version is { } vips ? $"libvips {vips}" : "libvips does not load");
        yield return ("System", machine.Glibc is { } glibc ? $"{machine.OperatingSystem}, glibc {glibc}" : machine.OperatingSystem);
        yield return ("Processor", $"{machine.Processor}, {Count(machine.Cores, "core")}" + (machine.TorchLoads ? $", {Count(machine.TorchThreads, "torch thread")}" : ""));
        yield return ("", machine.ProcessorFeatures is [] ? "no instruction sets that torch has kernels for" : string.Join(", ", machine.ProcessorFeatures));
        yield return ("Kernels", report.Kernels.Name is { } kernels ? kernels + (report.Kernels.IsForced ? $", as {KernelChoice.Variable} asks" : "") : "those asked for do not run");
        if (report.Kernels.Warning is { } warning)
            yield return ("", warning);
        yield return ("Devices", machine.CudaDevices > 0 ? $"cpu, cuda ({machine.CudaDevices})" : "cpu; no CUDA device can be used");
        yield return ("Memory", $"{Size(machine.TotalMemory)}" + (machine.AvailableMemory is { } free ? $", {Size(free)} available" : ""));
        if (report.Networks is [])
            yield return ("Networks", "none yet; get one with: atelier weights pull vgg19, or use --network FILE");
        foreach (var (index, network) in report.Networks.Index())
            yield return (index == 0 ? "Networks" : "", $"{network.Name}, {Size(network.Bytes)}");
        yield return ("", $"in {report.NetworkFolder}");
    }

    private static string Verdict(MachineFacts machine) => machine switch
    {
        { TorchLoads: false } => "does not load",
        { TorchComputes: false } => "loads, but computes wrong results",
        _ => $"loads in {machine.TorchLoadMilliseconds:0} ms, computes correctly in {machine.TorchComputeMilliseconds:0.0} ms"
            + (machine.TorchIsPatched ? "; patched for this system's C++ runtime" : ""),
    };

    private static string Short(string version) => version.Split('+') is [var number, { Length: >= 7 } commit] ? $"{number} ({commit[..7]})" : version;

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Size(long bytes) => bytes >= 1L << 30 ? $"{bytes / (double)(1L << 30):0.0} GiB" : $"{bytes / (double)(1L << 20):0.0} MiB";
}
