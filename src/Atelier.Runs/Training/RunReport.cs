using Atelier.Data;
using Atelier.Training;

namespace Atelier.Runs;

/// <summary>What came of a run.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="History">Batch by batch and epoch by epoch, from before a resumption too.</param>
/// <param name="ImagesPerSecond">Trained, validation left out, since it began or was resumed; NaN if nothing was trained.</param>
/// <param name="WaitedShare">The part of that time in which it waited for data, in [0,1].</param>
/// <param name="Corrupt">Files that could not be read and were left out.</param>
public sealed record RunReport(RunEnd End, RunHistory History, double ImagesPerSecond, double WaitedShare, IReadOnlyList<SkippedFile> Corrupt);
