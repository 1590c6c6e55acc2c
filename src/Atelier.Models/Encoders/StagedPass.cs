using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A pass through a network's stages, recorded by autograd from the image on; the weights are frozen.</summary>
internal sealed class StagedPass : EncoderPass
{
    private readonly InputNormalization _normalization;
    private readonly Tensor _input;
    private readonly Device _imageDevice;
    private readonly Dictionary<string, (Tensor Recorded, Tensor Features, Tensor Gradient)> _taps = new(StringComparer.Ordinal);

    public StagedPass(IReadOnlyList<Step> stages, InputNormalization normalization, Tensor image, Device device, HashSet<string> taps)
    {
        (_normalization, _imageDevice) = (normalization, image.device);
        using var scope = NewDisposeScope();
        using var recorded = enable_grad();
        _input = normalization.Apply(image.detach().to(device)).requires_grad_(true).DetachFromDisposeScope();
        var x = _input;
        foreach (var stage in stages)
        {
            x = stage.Module.call(x);
            if (stage.Name is { } name && taps.Contains(name))
                _taps[name] = (x.DetachFromDisposeScope(), x.detach().DetachFromDisposeScope(), zeros_like(x, requires_grad: false).DetachFromDisposeScope());
            if (_taps.Count == taps.Count)
                break;
        }
    }

    /// <inheritdoc/>
    public override Tensor Features(string tap) => Of(tap).Features;

    /// <inheritdoc/>
    public override Tensor Gradient(string tap) => Of(tap).Gradient;

    /// <inheritdoc/>
    public override Tensor Backward()
    {
        using var scope = NewDisposeScope();
        var taps = _taps.Values.ToList();
        var gradient = autograd.grad([.. taps.Select(tap => tap.Recorded)], [_input], [.. taps.Select(tap => tap.Gradient)])[0];
        return _normalization.Backward(gradient).to(_imageDevice).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var (recorded, features, gradient) in _taps.Values)
        {
            recorded.Dispose();
            features.Dispose();
            gradient.Dispose();
        }
        _taps.Clear();
        _input.Dispose();
    }

    private (Tensor Recorded, Tensor Features, Tensor Gradient) Of(string tap) =>
        _taps.TryGetValue(tap, out var found) ? found : throw new ArgumentException($"The pass has no tap '{tap}'.", nameof(tap));
}
