namespace Atelier.Jobs;

/// <summary>What somebody wants done. Also what is embedded in the result, so that it can be asked for again.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Content">Id of the photo; of a reconstruction, the one picture.</param>
/// <param name="Styles">The paintings, at least one to stylize, none for a reconstruction.</param>
/// <param name="Options">How.</param>
public sealed record JobRequest(JobKind Kind, string Content, IReadOnlyList<StyleImage> Styles, JobOptions Options);
