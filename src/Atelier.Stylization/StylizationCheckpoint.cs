using System.Globalization;
using System.Text.Json;
using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>All that a stylization needs to go on as if it had never been stopped. Owns its tensors.</summary>
/// <param name="Level">Which size of the pyramid, from 0.</param>
/// <param name="Descent">The optimization there.</param>
/// <param name="Earlier">The losses of the sizes before.</param>
public sealed record StylizationCheckpoint(int Level, DescentState Descent, IReadOnlyList<LossParts> Earlier) : IDisposable
{
    private const string Kind = "atelier stylization";

    /// <summary>How often the sizes before went back to their best image; 0 by default.</summary>
    public int EarlierRecoveries { get; init; }

    /// <summary>Of the pictures, the options and the network; a run takes up none but its own.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Free text of whoever keeps the file; empty by default.</summary>
    public string Note { get; init; } = "";

    /// <summary>What to call it in errors: the path that it was read from.</summary>
    public string Source { get; init; } = "The checkpoint";

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
            ["recoveries"] = EarlierRecoveries.ToString(CultureInfo.InvariantCulture),
            ["fingerprint"] = Fingerprint,
            ["note"] = Note,
        });
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="WeightFileException">The file is none of that kind, or damaged.</exception>
    public static StylizationCheckpoint Load(string path)
    {
        using var state = WeightFile.Read(path);
        if (state.Metadata.GetValueOrDefault("kind") != Kind)
            throw new WeightFileException(path, "is no checkpoint of a stylization; name the file that an earlier run wrote, or a new one.");
        try
        {
            return From(state, path);
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new WeightFileException(path, "is a damaged checkpoint; delete it to begin anew.", e);
        }
    }

    private static StylizationCheckpoint From(StateDict state, string path)
    {
        using var scope = NewDisposeScope();
        var text = state.Metadata;
        var (image, best) = (state["image"].alias(), state["best"].alias());
        var (bestLoss, losses, earlier) = (Read(text["best"])[0], Read(text["losses"]), Read(text["earlier"]));
        if (losses is [])
            throw new FormatException("There are no losses.");
        var counts = JsonSerializer.Deserialize<DescentCounts>(text["counts"]);
        var (level, recoveries) = (int.Parse(text["level"], CultureInfo.InvariantCulture), int.Parse(text["recoveries"], CultureInfo.InvariantCulture));
        var (fingerprint, note) = (text["fingerprint"], text["note"]);
        var optimizer = new StateDict(state
            .Where(entry => entry.Key.StartsWith("optimizer.", StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key["optimizer.".Length..], entry.Value.alias())));
        var descent = new DescentState(image.DetachFromDisposeScope(), best.DetachFromDisposeScope(), bestLoss, losses, counts, optimizer);
        return new(level, descent, earlier) { EarlierRecoveries = recoveries, Fingerprint = fingerprint, Note = note, Source = path };
    }

    /// <inheritdoc/>
    public void Dispose() => Descent.Dispose();

    private static string Write(IEnumerable<LossParts> losses) =>
        JsonSerializer.Serialize(losses.Select(loss => (double[])[loss.Content, loss.Style, loss.TotalVariation]));

    private static LossParts[] Read(string text) =>
        [.. JsonSerializer.Deserialize<double[][]>(text)!.Select(parts => new LossParts(parts[0], parts[1], parts[2]))];
}
