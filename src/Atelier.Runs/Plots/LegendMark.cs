namespace Atelier.Runs;

/// <summary>What stands beside a name in a legend.</summary>
internal enum LegendMark
{
    /// <summary>A curve.</summary>
    Line,

    /// <summary>A dashed curve.</summary>
    Dashes,

    /// <summary>Points.</summary>
    Point,
}
