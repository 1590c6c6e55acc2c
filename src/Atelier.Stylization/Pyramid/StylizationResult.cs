using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>What came of a stylization; owns the image.</summary>
/// <param name="Image">[1,3,H,W] in [0,1].</param>
/// <param name="Losses">Of the image, at the last size that was reached.</param>
/// <param name="History">The loss of each evaluation, over all sizes.</param>
/// <param name="End">Finished, converged before its time, or stopped.</param>
/// <param name="Recoveries">How often the optimization had to go back to its best image.</param>
/// <param name="Elapsed">From the first feature to the last.</param>
public sealed record StylizationResult(
    Tensor Image, LossParts Losses, IReadOnlyList<LossParts> History, DescentEnd End, int Recoveries, TimeSpan Elapsed) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Image.Dispose();
}
