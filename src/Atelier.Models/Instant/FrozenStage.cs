using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>An <see cref="InstantStage"/> for one painting and one photo: plain convolutions. Its tensors are physical [N,H,W,C].</summary>
internal sealed class FrozenStage : IDisposable
{
    private readonly IConvolution _enter, _deep, _half, _full, _leave;
    private readonly IReadOnlyList<IConvolution> _blocks;

    public FrozenStage(IConvolution enter, IReadOnlyList<IConvolution> blocks, IConvolution deep, IConvolution half, IConvolution full, IConvolution leave) =>
        (_enter, _blocks, _deep, _half, _full, _leave) = (enter, blocks, deep, half, full, leave);

    /// <summary>Paints, as <see cref="InstantStage.Paint"/> does.</summary>
    /// <param name="quarter">The photo's features at a quarter of the size, not moved: [N,H/4,W/4,C] each.</param>
    /// <param name="skip">relu2_1, not moved: [N,H/2,W/2,64].</param>
    /// <param name="draft">[N,3,H/2,W/2], or null for the first stage.</param>
    /// <param name="grain">[N,H/4,W/4,G].</param>
    /// <param name="workspace">Where buffers come from.</param>
    /// <returns>[N,3,H,W], not clipped, in the caller's scope.</returns>
    public Tensor Paint(IReadOnlyList<Tensor> quarter, Tensor skip, Tensor? draft, Tensor grain, Workspace workspace)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var x = Run(_enter, Joined([.. quarter, grain, .. draft is null ? [] : (Tensor[])[Unshuffled(draft)]]), relu: true);
        for (var block = 0; block < _blocks.Count; block += 2)
        {
            var inner = Run(_blocks[block], x, relu: true, keeps: true);
            var outer = Run(_blocks[block + 1], inner, relu: false);
            x.add_(outer, alpha: One).relu_();
            workspace.Return(outer);
        }
        x = Run(_deep, x, relu: true);
        x = Run(_half, Joined([Twice(x), skip]), relu: true, returns: x);
        x = Run(_full, Twice(x), relu: true, returns: x);
        x = Run(_leave, x, relu: false);
        var picture = Layout.Planes(x).contiguous();
        workspace.Return(x);
        if (draft is not null)
            picture.add_(Enlargement.Twice(draft), alpha: One);
        return picture.MoveToOuterDisposeScope();

        Tensor Run(IConvolution convolution, Tensor input, bool relu, bool keeps = false, Tensor? returns = null)
        {
            var output = convolution.Forward(input, relu, workspace);
            if (returns is not null)
                workspace.Return(returns);
            else if (!keeps)
                workspace.Return(input);
            return output;
        }
    }

    public void Dispose()
    {
        foreach (var convolution in (IEnumerable<IConvolution>)[_enter, .. _blocks, _deep, _half, _full, _leave])
            convolution.Dispose();
    }

    // Channels side by side, with zeros to a number that the kernels take.
    private static Tensor Joined(IReadOnlyList<Tensor> parts)
    {
        var channels = (int)parts.Sum(part => part.shape[3]);
        var missing = StageWidths.Rounded(channels) - channels;
        return missing == 0
            ? cat([.. parts], 3)
            : cat([.. parts, zeros([.. parts[0].shape[..3], missing])], 3);
    }

    private static Tensor Unshuffled(Tensor draft) => nn.functional.pixel_unshuffle(draft, 2).permute(0, 2, 3, 1);

    // Each pixel as a square of four.
    private static Tensor Twice(Tensor x) => x.shape is [var n, var h, var w, var c]
        ? x.view(n, h, 1, w, 1, c).expand(n, h, 2, w, 2, c).reshape(n, 2 * h, 2 * w, c)
        : x;
}
