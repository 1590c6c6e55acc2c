namespace Atelier.Jobs;

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Paints a photo in the style of paintings.</summary>
    Stylize,

    /// <summary>Shows what a network's layer keeps of a picture, as one picture from noise.</summary>
    Reconstruct,
}
