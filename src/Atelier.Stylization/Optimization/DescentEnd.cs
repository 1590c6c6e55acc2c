namespace Atelier.Stylization;

/// <summary>How an optimization ended.</summary>
public enum DescentEnd
{
    /// <summary>All evaluations were done.</summary>
    Finished,

    /// <summary>No step leads to less loss.</summary>
    Converged,

    /// <summary>The user stopped it.</summary>
    Stopped,

    /// <summary>The loss was never finite: the image, the network or a weight is not.</summary>
    NotFinite,
}
