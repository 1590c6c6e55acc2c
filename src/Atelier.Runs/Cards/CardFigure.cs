namespace Atelier.Runs;

/// <summary>A figure of an audit with its interval.</summary>
/// <param name="Name">What it measures.</param>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Count">Images that it rests on.</param>
internal sealed record CardFigure(string Name, double Value, double Low, double High, long Count);
