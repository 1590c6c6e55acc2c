using System.Diagnostics;
using System.Globalization;
using Atelier.Core;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Runs;
using static TorchSharp.torch;

namespace Atelier.Bench.Experiments;

/// <summary>What n x n convolutions save as 1 x n and n x 1: weights, multiply-adds and time, for the blocks of real networks.</summary>
public static class FactorizationExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "factorize";

    private const int Rounds = 41;

    /// <summary>Counts, times, writes table and plot.</summary>
    /// <param name="folder">Where <c>factorization.md</c> and <c>factorization.png</c> go.</param>
    public static int Run(string folder)
    {
        NativeTorch.KeepMemory();
        Directory.CreateDirectory(folder);
        var rows = ((string[])["inception_v3", "inception_resnet_v2"]).SelectMany(Measure).ToList();
        var table = "| network, grid | n | channels | such pairs | weights, of n x n | multiply-adds | time, ms | n x n, ms | share of time |\n|---|---|---|---|---|---|---|---|---|\n"
            + string.Concat(rows.Select(row => row.Line));
        File.WriteAllText(Path.Combine(folder, "factorization.md"), table);
        Console.Write(table);
        BarsPlot.Save(
            ["weights and multiply-adds", "time"],
            [.. rows.Select(row => ($"{row.Pair.Inputs} to {row.Pair.Outputs}, {row.Pair.Length} x {row.Pair.Length}\n{row.Title}, {row.Pair.Grid} x {row.Pair.Grid}", (IReadOnlyList<double>)[row.Weights, row.Time]))],
            Path.Combine(folder, "factorization.png"),
            "1 x n and n x 1, as a share of n x n");
        return 0;
    }

    private static IEnumerable<Row> Measure(string name)
    {
        var kind = NetworkCatalog.Find(name);
        using var network = kind.Create(10);
        foreach (var same in FactorizedPairs.In(network, kind.Preprocessing.ImageSize).GroupBy(pair => pair with { Block = "" }))
        {
            var (pair, whole) = Time(same.Key);
            yield return new(name == "inception_v3" ? "v3" : "ResNet v2", same.Key, same.Count(), pair, whole);
        }
    }

    // One image, batch norm folded; by turns, so that other work on the machine falls on both.
    private static (double Pair, double Whole) Time(FactorizedPair of)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var image = ChannelsLast.From(randn(1, of.Inputs, of.Grid, of.Grid));
        var first = ChannelsLast.From(randn(of.Between, of.Inputs, 1, of.Length));
        var second = ChannelsLast.From(randn(of.Outputs, of.Between, of.Length, 1));
        var square = ChannelsLast.From(randn(of.Outputs, of.Inputs, of.Length, of.Length));
        long half = of.Length / 2;
        List<double> pairs = [], wholes = [];
        for (var round = 0; round < Rounds; round++)
        {
            pairs.Add(Milliseconds(() => nn.functional.conv2d(nn.functional.conv2d(image, first, padding: [0, half]).relu_(), second, padding: [half, 0]).relu_()));
            wholes.Add(Milliseconds(() => nn.functional.conv2d(image, square, padding: [half, half]).relu_()));
        }
        return (Harness.PairedTiming.Median(pairs), Harness.PairedTiming.Median(wholes));
    }

    private static double Milliseconds(Func<Tensor> work)
    {
        using var scope = NewDisposeScope();
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalMilliseconds;
    }

    private sealed record Row(string Title, FactorizedPair Pair, int Count, double PairTime, double WholeTime)
    {
        public double Weights => (double)Pair.Parameters / Pair.WholeParameters;

        public double Time => PairTime / WholeTime;

        public string Line => string.Create(
            CultureInfo.InvariantCulture,
            $"| Inception {Title}, {Pair.Grid} x {Pair.Grid} | {Pair.Length} | {Pair.Inputs}, {Pair.Between}, {Pair.Outputs} | {Count} | {Weights:P0} of {Pair.WholeParameters / 1e3:0} k | {Pair.MultiplyAdds / 1e6:0.0} M of {Pair.WholeMultiplyAdds / 1e6:0.0} M | {PairTime:0.00} | {WholeTime:0.00} | {Time:P0} |\n");
    }
}
