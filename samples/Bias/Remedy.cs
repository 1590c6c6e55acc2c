namespace Atelier.Samples.Bias;

/// <summary>What is done about amplification.</summary>
internal enum Remedy
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The losses are weighed.</summary>
    Reweighing,

    /// <summary>Epochs draw every activity in every color equally.</summary>
    BalancedDraws,

    /// <summary>The predictions of the model of <see cref="None"/> are calibrated, with the margin of Zhao et al.</summary>
    Calibration,

    /// <summary>The same with a margin of a fifth.</summary>
    TightCalibration,
}
