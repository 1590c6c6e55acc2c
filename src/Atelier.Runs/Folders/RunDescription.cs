using System.Text.Json.Serialization;

namespace Atelier.Runs;

/// <summary>What a run is made of, as its <c>run.json</c> keeps it: enough to resume it, or to use its model, elsewhere.</summary>
public sealed record RunDescription
{
    /// <summary>The data set's absolute path.</summary>
    public required string Data { get; init; }

    /// <summary>The network's name in the catalog.</summary>
    public required string Network { get; init; }

    /// <summary>The classes' names by index.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Images to train on.</summary>
    public int TrainingImages { get; init; }

    /// <summary>Images to validate on.</summary>
    public int ValidationImages { get; init; }

    /// <summary>How it is trained; the image size is always set here.</summary>
    public required TrainOptions Options { get; init; }

    /// <summary>Pixels a side.</summary>
    [JsonIgnore]
    public int ImageSize => Options.ImageSize ?? throw new InvalidOperationException("A run's image size is set when it starts.");

    /// <summary>The Atelier version that started the run.</summary>
    public string Version { get; init; } = "";

    /// <summary>When the run started, in universal time.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Where the run stands.</summary>
    public RunState State { get; init; }

    /// <summary>Whether there is nothing left to train.</summary>
    [JsonIgnore]
    public bool IsFinished => State is RunState.Finished or RunState.EndedEarly;
}
