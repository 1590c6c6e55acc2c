namespace Atelier.Runs;

/// <summary>Whether a model is more lopsided between groups than its data, as an audit found.</summary>
/// <param name="Attribute">What tells the groups apart.</param>
/// <param name="Summary">What it comes to, in a sentence.</param>
/// <param name="Figures">In the order to show them.</param>
/// <param name="Labels">The labels that are amplified most.</param>
/// <param name="Caveats">What to know before the figures are believed, in sentences.</param>
internal sealed record CardAudit(
    string Attribute, string Summary, IReadOnlyList<CardFigure> Figures, IReadOnlyList<CardLabel> Labels, IReadOnlyList<string> Caveats);
