using Atelier.Core;

namespace Atelier.Data;

/// <summary>Shifts and scales each channel: (x - mean) / deviation, for x in [0,1].</summary>
public sealed record Normalization
{
    /// <summary>For networks trained on ImageNet; the default.</summary>
    public static Normalization ImageNet { get; } = new();

    /// <summary>Leaves [0,1] as it is.</summary>
    public static Normalization None { get; } = new() { Mean = (0, 0, 0), Deviation = (1, 1, 1) };

    /// <summary>What is subtracted from red, green and blue; in [0,1].</summary>
    public (float Red, float Green, float Blue) Mean
    {
        get;
        init => field = (Require.InRange(value.Red, 0, 1, nameof(Mean)), Require.InRange(value.Green, 0, 1, nameof(Mean)), Require.InRange(value.Blue, 0, 1, nameof(Mean)));
    } = (0.485f, 0.456f, 0.406f);

    /// <summary>What red, green and blue are divided by; greater than 0.</summary>
    public (float Red, float Green, float Blue) Deviation
    {
        get;
        init => field = (Require.Positive(value.Red, nameof(Deviation)), Require.Positive(value.Green, nameof(Deviation)), Require.Positive(value.Blue, nameof(Deviation)));
    } = (0.229f, 0.224f, 0.225f);

    /// <summary>Whether the channels come in the order blue, green, red, as networks from Caffe expect; red, green, blue by default.</summary>
    public bool IsBlueFirst { get; init; }
}
