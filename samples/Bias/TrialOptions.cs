using Atelier.Core;

namespace Atelier.Samples.Bias;

/// <summary>How much a trial takes on.</summary>
internal sealed record TrialOptions
{
    /// <summary>Training scenes of each activity, a multiple of 3; 600 by default.</summary>
    public int TrainingScenes { get; init => field = Require.Positive(value); } = 600;

    /// <summary>Validation scenes of each activity, a multiple of 3; 300 by default.</summary>
    public int ValidationScenes { get; init => field = Require.Positive(value); } = 300;

    /// <summary>Pixels a side; 48 by default.</summary>
    public int ImageSize { get; init => field = Require.InRange(value, 32, 512); } = 48;

    /// <summary>Epochs of each training; 6 by default.</summary>
    public double Epochs { get; init => field = Require.Positive(value); } = 6;

    /// <summary>The highest learning rate; 0.1 by default.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.1;
}
