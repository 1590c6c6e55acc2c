using System.Text.Json.Serialization;

namespace Atelier.Runs;

/// <summary>What a run consists of, as stored in its <c>run.json</c>: enough to resume it, or to use its model, elsewhere.</summary>
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

    /// <summary>A digest of the images' names, classes, lengths and first bytes, and of the split: the run continues only with the same.</summary>
    public string DataDigest { get; init; } = "";

    /// <summary>How it is trained; the image size is always set here.</summary>
    public required TrainOptions Options { get; init; }

    /// <summary>Pixels per side of the images that the model was trained with last, which is what it takes: those of the last phase.</summary>
    public required int ImageSize { get; init; }

    /// <summary>The same for the model of the epoch with the lowest validation loss; null before the run ends, or without one.</summary>
    public int? BestImageSize { get; init; }

    /// <summary>The Atelier version that started the run.</summary>
    public string Version { get; init; } = "";

    /// <summary>When the run started, in UTC.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>The state of the run.</summary>
    public RunState State { get; init; }

    /// <summary>Whether there is nothing left to train.</summary>
    [JsonIgnore]
    public bool IsFinished => State is RunState.Finished or RunState.EndedEarly;
}

/// <summary>The state of a run.</summary>
public enum RunState
{
    /// <summary>Running, or killed: resume it.</summary>
    Running,

    /// <summary>Stopped by the user: resume it.</summary>
    Stopped,

    /// <summary>Every phase has been trained.</summary>
    Finished,

    /// <summary>Ended by early stopping.</summary>
    EndedEarly,

    /// <summary>Ended by an error, such as a loss that was not a number, a damaged image or a full disk: remove the cause and resume it, or start a new run.</summary>
    Failed,
}
