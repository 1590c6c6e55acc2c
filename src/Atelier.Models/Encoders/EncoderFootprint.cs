using Atelier.Kernels;

namespace Atelier.Models;

/// <summary>What a pass through a chain of 3x3 convolutions and 2x2 pools needs: how far around it a feature sees, and how much memory.</summary>
/// <remarks>Found by going through the chain as <see cref="VggPass"/> does, without computing.</remarks>
internal sealed class EncoderFootprint
{
    private const int PerGate = 8;   // 64 bits for each 16 values: a float's place for each 8

    private readonly VggStage[] _stages;
    private readonly HashSet<string> _taps;
    private readonly Func<string, string> _resolve;

    /// <param name="stages">The chain.</param>
    /// <param name="taps">Canonical names of the layers that are looked at.</param>
    /// <param name="resolve">Gives a layer's canonical name.</param>
    public EncoderFootprint(IReadOnlyList<VggStage> stages, HashSet<string> taps, Func<string, string> resolve)
    {
        (_taps, _resolve) = (taps, resolve);
        _stages = [.. stages.Take(1 + stages.Index().Last(stage => taps.Contains(stage.Item.Name)).Index)];
        foreach (var stage in _stages)
        {
            // A pool sees just the four squares that its own one consists of.
            Reach += stage.Convolution is null ? 0 : Stride;
            Stride *= stage.Convolution is null ? 2 : 1;
        }
    }

    /// <summary>Pixels between two features at the deepest tap, and so a multiple of those at every other.</summary>
    public int Stride { get; } = 1;

    /// <summary>Pixels on each side of a feature's own square of <see cref="Stride"/> that it may depend on.</summary>
    public int Reach { get; }

    /// <summary>Pixels between two features at a tap.</summary>
    public int StrideAt(string tap) => 1 << _stages.TakeWhile(stage => stage.Name != _resolve(tap)).Count(stage => stage.Convolution is null);

    /// <summary>Bytes of the features at a tap.</summary>
    public long FeatureBytes(string tap, long height, long width)
    {
        var index = Array.FindIndex(_stages, stage => stage.Name == _resolve(tap));
        return sizeof(float) * Count(index, height, width);
    }

    /// <summary>Bytes that the encoder keeps from pass to pass for images of that size, forward only or also back.</summary>
    public long Bytes(long height, long width, bool isBack)
    {
        var lent = new LentCounts();
        var gates = new HashSet<int>();
        for (var i = 0; i < _stages.Length; i++)
        {
            RentFilter(lent, i);
            if (IsFused(i))
            {
                lent.Rent(Count(++i, height, width));
                lent.Rent(Count(i, height, width) / PerGate);
                gates.Add(i);
            }
            else
            {
                lent.Rent(Count(i, height, width));
            }
            var read = gates.Contains(i) ? i - 2 : i - 1;
            if (read >= 0 && IsPool(read))
                lent.Return(Count(read, height, width));
        }
        if (isBack)
            GoBack(lent, gates, height, width);
        return sizeof(float) * lent.Total;
    }

    private void GoBack(LentCounts lent, HashSet<int> gates, long height, long width)
    {
        for (var i = 0; i < _stages.Length; i++)
            if (_taps.Contains(_stages[i].Name))
                lent.Rent(Count(i, height, width));
        for (var i = _stages.Length - 1; i > 0; i--)
        {
            var last = i;
            if (gates.Contains(last))
                i--;
            // Forward has given back what a pool read from.
            if (!IsPool(last) || last == _stages.Length - 1)
                lent.Return(Count(last, height, width));
            RentFilter(lent, i);
            if (i > 0)
                lent.Rent(Count(i - 1, height, width));
            lent.Return(Count(last, height, width));
            if (i > 0 && _taps.Contains(_stages[i - 1].Name))
                lent.Return(Count(i - 1, height, width));
            if (gates.Contains(last))
                lent.Return(Count(last, height, width) / PerGate);
        }
    }

    private void RentFilter(LentCounts lent, int index)
    {
        if (IsPool(index) || index == 0 || WinogradFilter.IsKept(_stages[index - 1].Channels, _stages[index].Channels))
            return;
        var count = WinogradFilter.Count(_stages[index - 1].Channels, _stages[index].Channels);
        lent.Rent(count);
        lent.Return(count);
    }

    private bool IsFused(int index) =>
        _stages[index].Convolution is IPoolingConvolution && index + 1 < _stages.Length && IsPool(index + 1) && !_taps.Contains(_stages[index].Name);

    private bool IsPool(int index) => _stages[index].Convolution is null;

    private long Count(int index, long height, long width)
    {
        var pools = _stages.Take(index + 1).Count(stage => stage.Convolution is null);
        return (height >> pools) * (width >> pools) * _stages[index].Channels;
    }

    /// <summary>How many tensors of each size a <see cref="Workspace"/> has lent at the most, all of which it keeps.</summary>
    private sealed class LentCounts
    {
        private readonly Dictionary<long, (int Now, int Most)> _bySize = [];

        public long Total => _bySize.Sum(entry => entry.Key * entry.Value.Most);

        public void Rent(long count)
        {
            var (now, most) = _bySize.GetValueOrDefault(count);
            _bySize[count] = (now + 1, Math.Max(most, now + 1));
        }

        public void Return(long count)
        {
            var (now, most) = _bySize[count];
            _bySize[count] = (now - 1, most);
        }
    }
}
