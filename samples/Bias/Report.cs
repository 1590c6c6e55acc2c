using System.Globalization;
using Atelier.Runs;
using Atelier.Samples.Bias.Drawing;

namespace Atelier.Samples.Bias;

/// <summary>Table and pictures of what came of the remedies.</summary>
internal static class Report
{
    private const int PictureSide = 300;

    private static readonly Dictionary<Remedy, string> Names = new()
    {
        [Remedy.None] = "nothing done",
        [Remedy.Reweighing] = "reweighing",
        [Remedy.BalancedDraws] = "balanced draws",
        [Remedy.Calibration] = "calibration, margin 0.05",
        [Remedy.TightCalibration] = "calibration, margin 0.01",
    };

    /// <summary>A table in Markdown: mean and standard deviation over the seeds; the change is that of each seed.</summary>
    public static string Table(IReadOnlyList<Outcome> outcomes)
    {
        var undone = outcomes.Where(outcome => outcome.Remedy is Remedy.None).ToDictionary(outcome => outcome.Seed, outcome => outcome.Accuracy);
        var rows = outcomes.GroupBy(outcome => outcome.Remedy).Select(group => $"| {Names[group.Key]} | {Signed(group, o => o.Amplification)} | {Signed(group, o => o.Directional)} "
            + $"| {Percent(group, o => o.Accuracy)} | {(group.Key is Remedy.None ? "" : Points(group, o => o.Accuracy - undone[o.Seed]))} | {Percent(group, o => o.AccuracyWhereRare)} |");
        return string.Join('\n', (string[])
        [
            "| | mean amplification | clothes to activity | accuracy, % | change, points | where the color is rare, % |",
            "| --- | --- | --- | --- | --- | --- |",
            .. rows,
        ]);
    }

    /// <summary>Amplification over accuracy.</summary>
    public static void Plot(IReadOnlyList<Outcome> outcomes, string path) => RunPlots.PlotTradeOff(
        [.. outcomes.GroupBy(o => o.Remedy).Select(group => new TradeOffGroup(Names[group.Key], [.. group.Select(o => (100 * o.Accuracy, o.Amplification))]))],
        path,
        "Mean bias amplification",
        "Accuracy on the validation scenes, percent",
        (0, "as biased as the data"));

    /// <summary>The first scenes of each kind of veil.</summary>
    public static void ContactSheet(string path)
    {
        var scenes = SceneSet.Of(30, seed: 1);
        Scene[] shown = [.. scenes.Take(12), .. scenes.Where(scene => scene.Veil is > 0 and < 0.9).Take(6), .. scenes.Where(scene => scene.Veil == 1).Take(6)];
        RunPlots.PlotSamples([.. shown.Select(Picture)], path, "Someone is busy: the thing on the table tells with what, where it can be seen");
    }

    private static SamplePicture Picture(Scene scene)
    {
        using var bitmap = ScenePainter.Draw(scene, PictureSide);
        byte[] rgb = [.. bitmap.Bytes.Chunk(4).SelectMany(pixel => pixel.Take(3))];
        return new(rgb, PictureSide, PictureSide, scene.Activity, scene.Veil switch { 0 => scene.Clothes, 1 => $"{scene.Clothes}, veiled", _ => $"{scene.Clothes}, thinly veiled" });
    }

    private static string Signed(IEnumerable<Outcome> group, Func<Outcome, double> of) => Text(group.Select(of), "+0.000;-0.000;0.000", "0.000");

    private static string Points(IEnumerable<Outcome> group, Func<Outcome, double> of) => Text(group.Select(outcome => 100 * of(outcome)), "+0.0;-0.0;0.0", "0.0");

    private static string Percent(IEnumerable<Outcome> group, Func<Outcome, double> of) => Text(group.Select(outcome => 100 * of(outcome)), "0.0", "0.0");

    private static string Text(IEnumerable<double> values, string format, string spreadFormat)
    {
        double[] all = [.. values];
        var mean = all.Average();
        var spread = all.Length > 1 ? Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1)) : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{mean.ToString(format, CultureInfo.InvariantCulture)} ± {spread.ToString(spreadFormat, CultureInfo.InvariantCulture)}");
    }
}
