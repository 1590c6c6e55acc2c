namespace Atelier.Data;

/// <summary>What is done about groups of different sizes when training.</summary>
public enum Balancing
{
    /// <summary>Nothing: every image counts alike and is seen once an epoch.</summary>
    None,

    /// <summary>The loss is weighted so that class and attribute become independent: see <see cref="GroupReweighing"/>.</summary>
    Reweigh,

    /// <summary>Epochs draw the groups equally: see <see cref="ImageGroups"/>.</summary>
    Draw,
}
