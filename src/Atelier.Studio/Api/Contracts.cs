using System.Text.Json;
using Atelier.Jobs;

namespace Atelier.Studio;

/// <summary>A job that is asked for.</summary>
/// <param name="Content">Id of the photo; of a reconstruction, the one picture.</param>
internal sealed record NewJob(string Content)
{
    /// <summary>What to do; to stylize by default.</summary>
    public JobKind Kind { get; init; }

    /// <summary>The paintings: at least one to stylize, none for a reconstruction.</summary>
    public IReadOnlyList<StyleImage> Styles { get; init; } = [];

    /// <summary>Name of the preset to begin with; null for the default.</summary>
    public string? Preset { get; init; }

    /// <summary>What shall be otherwise than in the preset; any of the options, or none.</summary>
    public JsonElement? Options { get; init; }
}

/// <summary>The same job again, otherwise.</summary>
internal sealed record Retry
{
    /// <summary>What shall be otherwise than in the old job; any of the options, or none.</summary>
    public JsonElement? Options { get; init; }
}

/// <summary>What opens the studio to a page.</summary>
/// <param name="Key">The API key.</param>
internal sealed record NewSession(string Key);

/// <summary>How the studio is.</summary>
/// <param name="Version">Of Atelier.</param>
/// <param name="Device">What it computes on: cpu or cuda.</param>
/// <param name="Workers">Jobs that can run at once.</param>
/// <param name="Running">Jobs that do.</param>
/// <param name="Queued">Jobs that wait.</param>
/// <param name="Limits">What it takes.</param>
internal sealed record Status(string Version, string Device, int Workers, int Running, int Queued, StatusLimits Limits);

/// <summary>What the studio takes.</summary>
/// <param name="MaxPixels">Width x height of an uploaded image.</param>
/// <param name="MaxUploadBytes">Of one file.</param>
/// <param name="MaxQueued">Jobs that may wait.</param>
internal sealed record StatusLimits(long MaxPixels, long MaxUploadBytes, int MaxQueued);

/// <summary>That the studio answers.</summary>
/// <param name="Status">Always <c>ok</c>.</param>
internal sealed record Health(string Status);

/// <summary>All presets.</summary>
/// <param name="Items">In the order of a menu.</param>
internal sealed record PresetList(IReadOnlyList<Preset> Items);

/// <summary>All networks.</summary>
/// <param name="Items">The embedded one first.</param>
internal sealed record NetworkList(IReadOnlyList<NetworkChoice> Items);
