using Atelier.Core;
using Atelier.Models;
using TorchSharp;

namespace Atelier.Jobs;

/// <summary>Keeps networks between jobs: an encoder serves one thread at a time, and loading one takes long. Thread-safe.</summary>
/// <param name="catalog">The networks.</param>
/// <param name="device">Where to compute.</param>
/// <param name="most">The most idle encoders to keep: one for each worker.</param>
internal sealed class EncoderPool(JobNetworks catalog, torch.Device device, int most) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Fingerprint, FeatureEncoder Encoder)> _idle = [];
    private bool _isClosed;

    /// <summary>Lends an encoder until the lease is disposed.</summary>
    public EncoderLease Rent(string name)
    {
        var fingerprint = catalog.Fingerprint(name);
        FeatureEncoder? leaving = null;
        lock (_lock)
        {
            for (var node = _idle.First; node is not null; node = node.Next)
            {
                if (node.Value.Fingerprint != fingerprint)
                    continue;
                _idle.Remove(node);
                return new(this, fingerprint, node.Value.Encoder);
            }
            // Another network is needed: the one that has been idle longest makes room before it is loaded.
            if (_idle.Count >= most)
            {
                leaving = _idle.First!.Value.Encoder;
                _idle.RemoveFirst();
            }
        }
        leaving?.Dispose();
        return new(this, fingerprint, JobNetworks.Load(name, device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var (_, encoder) in _idle)
                encoder.Dispose();
            _idle.Clear();
            _isClosed = true;
        }
    }

    private void Return(string fingerprint, FeatureEncoder encoder)
    {
        encoder.FreeBuffers();
        NativeTorch.TrimMemory();
        lock (_lock)
        {
            if (_isClosed)
                encoder.Dispose();
            else
                _idle.AddLast((fingerprint, encoder));
        }
    }

    /// <summary>An encoder in use.</summary>
    /// <param name="pool">Takes it back.</param>
    /// <param name="fingerprint">The network's.</param>
    /// <param name="encoder">The encoder.</param>
    internal sealed class EncoderLease(EncoderPool pool, string fingerprint, FeatureEncoder encoder) : IDisposable
    {
        /// <summary>To use until this is disposed.</summary>
        public FeatureEncoder Encoder => encoder;

        /// <inheritdoc/>
        public void Dispose() => pool.Return(fingerprint, encoder);
    }
}
