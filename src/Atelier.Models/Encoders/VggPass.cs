using Atelier.Core;
using Atelier.Kernels;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A pass through <see cref="VggEncoder"/>; its tensors are physical [N,H,W,C] and come from the encoder's workspace.</summary>
internal sealed class VggPass : EncoderPass
{
    private readonly List<VggStage> _stages;
    private readonly IKernels _kernels;
    private readonly Workspace _workspace;
    private readonly EncoderOptions _options;
    private readonly InputNormalization _normalization;
    private readonly Func<string, string> _resolve;
    private readonly Device _imageDevice;
    private readonly int _deepest;
    private readonly Tensor?[] _outputs;
    private readonly Pooled?[] _pooled;
    private readonly Dictionary<string, Tensor> _gradients = [];
    private readonly List<Tensor> _views = [];

    public VggPass(
        List<VggStage> stages, IKernels kernels, Workspace workspace, EncoderOptions options, InputNormalization normalization,
        Tensor image, IReadOnlyCollection<string> taps, Func<string, string> resolve)
    {
        (_stages, _kernels, _workspace, _options, _normalization, _resolve) = (stages, kernels, workspace, options, normalization, resolve);
        _imageDevice = image.device;
        Require.NotEmpty([.. taps], nameof(taps));
        _deepest = stages.FindLastIndex(stage => taps.Contains(stage.Name));
        _outputs = new Tensor?[_deepest + 1];
        _pooled = new Pooled?[_deepest + 1];
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var current = Layout.ChannelsLast(normalization.Apply(image.to(options.Device)));   // [N,H,W,3]
        for (var i = 0; i <= _deepest; i++)
        {
            if (_stages[i].Convolution is IPoolingConvolution pooling && i < _deepest && IsPool(i + 1) && !taps.Contains(_stages[i].Name))
            {
                _pooled[++i] = pooling.ForwardPooled(current, options.Pooling, workspace);
                current = _outputs[i] = _pooled[i]!.Output;
            }
            else
            {
                current = _outputs[i] = _stages[i].Convolution is { } convolution
                    ? convolution.Forward(current, relu: true, workspace)
                    : kernels.Pool(current, options.Pooling, workspace);
            }
            ReleaseRead(i);
        }
    }

    public override Tensor Features(string tap) => View(_outputs[IndexOf(tap)]!);

    public override Tensor Gradient(string tap)
    {
        var output = _outputs[IndexOf(tap)]!;
        if (!_gradients.TryGetValue(_resolve(tap), out var gradient))
        {
            gradient = _workspace.RentZeros(output.shape);
            _gradients[_resolve(tap)] = gradient;
        }
        return View(gradient);
    }

    public override Tensor Backward()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var gradient = TakeGradient(_deepest) ?? _workspace.RentZeros(_outputs[_deepest]!.shape);
        ReluMask.Apply(gradient, _outputs[_deepest]!);
        DisposeViews();
        for (var i = _deepest; i >= 0; i--)
        {
            var last = i;
            var pooled = _pooled[last];
            ReleaseOutput(last);   // it was the gradient's mask, and is done
            if (pooled is not null)
                i--;   // the pool, and the convolution fused with it
            if (_stages[i].Convolution is { } convolution)
            {
                var mask = i > 0 && !IsPool(i - 1) ? _outputs[i - 1] : null;
                var addend = mask is null ? null : TakeGradient(i - 1);
                var input = pooled is null
                    ? convolution.Backward(gradient, addend, mask, _workspace)
                    : ((IPoolingConvolution)convolution).BackwardPooled(gradient, pooled, addend, mask, _workspace);
                gradient = Replace(gradient, input, addend);
            }
            else
            {
                var addend = TakeGradient(i - 1);
                gradient = Replace(gradient, _kernels.PoolBackward(gradient, _outputs[i - 1]!, addend, _options.Pooling, _workspace), addend);
            }
            ReleaseGates(last);
        }
        var pixels = _normalization.Backward(Layout.Planes(gradient));   // [N,3,H,W]
        gradient.Dispose();
        return pixels.contiguous().to(_imageDevice).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        DisposeViews();
        for (var i = 0; i < _outputs.Length; i++)
        {
            ReleaseOutput(i);
            ReleaseGates(i);
        }
        foreach (var gradient in _gradients.Values)
            _workspace.Return(gradient);
        _gradients.Clear();
        // libtorch's tensors are fresh each time, and of many sizes: glibc would keep as much again as a pass needs.
        if (_kernels is TorchKernels)
            NativeTorch.TrimMemory();
    }

    private int IndexOf(string tap)
    {
        var name = _resolve(tap);
        var index = _stages.FindIndex(stage => stage.Name == name);
        return index <= _deepest && _outputs[index] is not null
            ? index
            : throw new ArgumentException($"The pass has no features at '{tap}', or has freed them: ask for the tap in Forward, and read it before going back.", nameof(tap));
    }

    private Tensor View(Tensor output)
    {
        var view = Layout.Planes(output).DetachFromDisposeScope();
        _views.Add(view);
        return view;
    }

    private Tensor? TakeGradient(int index) => _gradients.Remove(_stages[index].Name, out var gradient) ? gradient : null;

    private Tensor Replace(Tensor old, Tensor with, Tensor? addend)
    {
        _workspace.Return(old);
        _workspace.Return(addend);
        return with;
    }

    private bool IsPool(int index) => _stages[index].Convolution is null;

    // A pool's output is needed once; a ReLU's output is its mask in the backward pass.
    private void ReleaseRead(int at)
    {
        var read = _pooled[at] is null ? at - 1 : at - 2;
        if (read >= 0 && IsPool(read))
            ReleaseOutput(read);
    }

    private void ReleaseOutput(int index)
    {
        _workspace.Return(_outputs[index]);
        _outputs[index] = null;
    }

    private void ReleaseGates(int index)
    {
        _workspace.Return(_pooled[index]?.Gates);
        _pooled[index] = null;
    }

    // Each holds the memory of what it shows.
    private void DisposeViews()
    {
        foreach (var view in _views)
            view.Dispose();
        _views.Clear();
    }
}

/// <summary>A step of the chain: a convolution with its ReLU or, without one, a pool.</summary>
/// <param name="Name">Of its output: <c>relu1_1</c>, <c>pool1</c>.</param>
/// <param name="Channels">Of its output.</param>
/// <param name="Convolution">Null for a pool.</param>
internal sealed record VggStage(string Name, int Channels, IConvolution? Convolution);
