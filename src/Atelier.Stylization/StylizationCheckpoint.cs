using System.Globalization;
using System.Text.Json;
using Atelier.Core.Weights;
using Atelier.Stylization.Objectives;
using Atelier.Stylization.Optimization;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>All that a stylisation needs to go on as if it had never been stopped. Owns its tensors.</summary>
/// <param name="Level">Which size of the pyramid, from 0.</param>
/// <param name="Descent">The optimisation there.</param>
/// <param name="Earlier">The losses of the sizes before.</param>
public sealed record StylizationCheckpoint(int Level, DescentState Descent, IReadOnlyList<LossParts> Earlier) : IDisposable
{
    private const string Kind = "atelier stylization";

    /// <summary>Writes a .safetensors file, atomically.</summary>
    public void Save(string path)
    {
        List<KeyValuePair<string, Tensor>> tensors = [new("image", Descent.Image), new("best", Descent.Best)];
        tensors.AddRange(Descent.Optimizer.Select(entry => KeyValuePair.Create($"optimizer.{entry.Key}", entry.Value)));
        Safetensors.Write(path, tensors, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kind"] = Kind,
            ["level"] = Level.ToString(CultureInfo.InvariantCulture),
            ["counts"] = JsonSerializer.Serialize(Descent.Counts),
            ["best"] = Write([Descent.BestLoss]),
            ["losses"] = Write(Descent.Losses),
            ["earlier"] = Write(Earlier),
        });
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="WeightFileException">The file is none of that kind, or damaged.</exception>
    public static StylizationCheckpoint Load(string path)
    {
        using var state = WeightFile.Read(path);
        var text = state.Metadata;
        if (text.GetValueOrDefault("kind") != Kind)
            throw new WeightFileException(path, "is no checkpoint of a stylisation; name the file that an earlier run wrote, or a new one.");
        var optimizer = state.Where(entry => entry.Key.StartsWith("optimizer.", StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key["optimizer.".Length..], entry.Value.alias()));
        var descent = new DescentState(
            state["image"].alias().DetachFromDisposeScope(), state["best"].alias().DetachFromDisposeScope(), Read(text["best"])[0], Read(text["losses"]),
            JsonSerializer.Deserialize<DescentCounts>(text["counts"]), new StateDict([.. optimizer]));
        return new(int.Parse(text["level"], CultureInfo.InvariantCulture), descent, Read(text["earlier"]));
    }

    /// <inheritdoc/>
    public void Dispose() => Descent.Dispose();

    private static string Write(IEnumerable<LossParts> losses) =>
        JsonSerializer.Serialize(losses.Select(loss => (double[])[loss.Content, loss.Style, loss.TotalVariation]));

    private static LossParts[] Read(string text) =>
        [.. JsonSerializer.Deserialize<double[][]>(text)!.Select(parts => new LossParts(parts[0], parts[1], parts[2]))];
}
