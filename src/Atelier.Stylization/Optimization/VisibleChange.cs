using Atelier.Core;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>Notices when a picture no longer changes visibly: when its 8-bit values stay where they are while the loss still falls.</summary>
/// <remarks>
/// Measured at 256 px, a stretch changes the picture by 4 levels of 255 on average after 40 evaluations, by one after 300, and so on, about
/// as 1/n. So it ends runs of thousands of evaluations, and none of the presets'.
/// </remarks>
internal sealed class VisibleChange : IStateful, IDisposable
{
    private const int Stretch = 20;
    private const double LeastLevels = 0.5;
    private int _improvements;
    private Tensor? _seen;

    /// <summary>Counts an image that was better than the best so far. While there is none, the descent is in trouble, not at its end.</summary>
    public void Improved() => _improvements++;

    /// <summary>Whether the last twenty improvements changed the picture by less than half a level of 255 on average.</summary>
    /// <param name="best">The best image so far, a picture in [0,1].</param>
    public bool IsOver(Tensor best)
    {
        if (_improvements < Stretch)
            return false;
        using var scope = NewDisposeScope();
        var now = (best.clamp(Number(0), Number(1)) * Number(byte.MaxValue)).round_().to(ScalarType.Byte);
        // In whole numbers, whose sum is the same in any order.
        var isOver = _seen is not null && (now.to(int16) - _seen.to(now.device).to(int16)).abs().sum(int64).item<long>() < LeastLevels * now.numel();
        _seen?.Dispose();
        (_seen, _improvements) = (now.DetachFromDisposeScope(), 0);
        return isOver;
    }

    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        to.Write("improvements", _improvements);
        if (_seen is not null)
            to.Write("seen", _seen);
    }

    /// <inheritdoc/>
    public void Load(StateReader from)
    {
        Dispose();
        _improvements = from.ReadInt("improvements");
        if (from.Has("seen"))
            _seen = from.ReadTensor("seen").DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _seen?.Dispose();
        _seen = null;
    }
}
