using System.Diagnostics;
using Atelier.Imaging;
using Atelier.Stylization;

namespace Atelier.Cli;

/// <summary>Writes a result's picture and tells what was done.</summary>
internal static class StylizationReport
{
    /// <summary>What made the picture.</summary>
    /// <param name="Network">The encoder's name.</param>
    /// <param name="Recipe">The recipe's.</param>
    public sealed record Origin(string Network, Recipe Recipe);

    /// <summary>Writes and reports.</summary>
    /// <returns>The exit code.</returns>
    public static int Finish(Invocation call, StylizationResult result, string output, ImageWriteOptions write, Origin origin, CancellationToken stop)
    {
        if (result.History.Count == 0)
            stop.ThrowIfCancellationRequested();
        ImageFile.Write(output, result.Image, write);
        var (height, width) = (result.Image.shape[2], result.Image.shape[3]);
        var seconds = Math.Round(result.Elapsed.TotalSeconds, 3);
        call.Finish(
            new
            {
                Output = output,
                Width = width,
                Height = height,
                origin.Network,
                origin.Recipe,
                Evaluations = result.History.Count,
                Seconds = seconds,
                Losses = result.Losses,
                result.End,
                result.Recoveries,
                PeakMemory = PeakMemory(),
            },
            $"{output}: {width}x{height}, {result.History.Count} evaluations in {seconds:0.0} s, loss {result.Losses.Total:G4}{Ending(result.End)}.");
        return result.End is DescentEnd.Stopped ? ExitCode.Stopped : ExitCode.Done;
    }

    private static string Ending(DescentEnd end) => end switch
    {
        DescentEnd.Stopped => "; stopped early",
        DescentEnd.Converged => "; no step led further",
        _ => "",
    };

    /// <summary>Bytes of this process's memory at their most.</summary>
    public static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
