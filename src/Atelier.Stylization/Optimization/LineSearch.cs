namespace Atelier.Stylization;

/// <summary>How far L-BFGS goes along a direction.</summary>
public enum LineSearch
{
    /// <summary>The learning rate, whatever becomes of the loss: one evaluation a step.</summary>
    None,

    /// <summary>As far as the strong Wolfe conditions ask: the loss falls with each step.</summary>
    StrongWolfe,
}
