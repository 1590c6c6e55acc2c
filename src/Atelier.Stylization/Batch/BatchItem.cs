namespace Atelier.Stylization;

/// <summary>A picture of a <see cref="StylizationBatch"/>.</summary>
/// <param name="Photo">Its file.</param>
/// <param name="Paintings">Their files; none where the batch has a style that was learned.</param>
/// <param name="Request">How it is painted.</param>
/// <param name="Output">The file to write.</param>
public sealed record BatchItem(string Photo, IReadOnlyList<string> Paintings, StylizationRequest Request, string Output);

/// <summary>What became of a picture.</summary>
/// <param name="Item">The picture.</param>
/// <param name="Problem">Why it was not painted, in a sentence; null where it was.</param>
/// <param name="WasDone">Whether it was there already, made of the same.</param>
public sealed record BatchOutcome(BatchItem Item, string? Problem = null, bool WasDone = false);
