namespace Atelier.Samples.Bias;

/// <summary>What is done about amplification.</summary>
internal enum Remedy
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The losses are weighed.</summary>
    Reweighing,

    /// <summary>Epochs draw every activity in every colour equally.</summary>
    BalancedDraws,

    /// <summary>The predictions of the model of <see cref="None"/> are calibrated.</summary>
    Calibration,
}
