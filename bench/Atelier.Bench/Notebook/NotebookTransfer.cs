using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Atelier.Bench.Notebook;

/// <summary>
/// The lesson's style transfer as a newcomer ports it: hooks, autograd, one scope per evaluation, no tuning of any kind.
/// </summary>
public sealed class NotebookTransfer : IDisposable
{
    private readonly Sequential _vgg;
    private readonly SaveFeatures[] _features;
    private readonly Tensor[] _styleTargets;
    private readonly Tensor _contentTarget;
    private readonly int _contentTap;
    private readonly Parameter _image;

    /// <param name="vgg">The frozen network, cut where it should end; this object owns it.</param>
    /// <param name="taps">Indices of the children whose features give the style.</param>
    /// <param name="contentTap">Which of the taps gives the content.</param>
    /// <param name="size">The images' side in pixels.</param>
    public NotebookTransfer(Sequential vgg, int[] taps, int contentTap, int size)
        : this(vgg, taps, contentTap, DeterministicFill.Image(size, 1), DeterministicFill.Image(size, 2.7), DeterministicFill.Image(size, 0.4))
    {
    }

    /// <param name="vgg">As above.</param>
    /// <param name="taps">As above.</param>
    /// <param name="contentTap">As above.</param>
    /// <param name="photo">[1,3,H,W], normalized; disposed.</param>
    /// <param name="painting">As large; disposed.</param>
    /// <param name="start">As large; disposed by this object.</param>
    public NotebookTransfer(Sequential vgg, int[] taps, int contentTap, Tensor photo, Tensor painting, Tensor start)
    {
        (_vgg, _contentTap) = (vgg, contentTap);
        var layers = vgg.children().ToArray();
        _features = [.. taps.Select(tap => new SaveFeatures((nn.Module<Tensor, Tensor>)layers[tap]))];
        (_styleTargets, _contentTarget) = Targets(photo, painting);
        _image = new Parameter(start);
    }

    /// <summary>The loss at the image as it is, with the gradient left in the image's grad.</summary>
    public double LossAndGradient()
    {
        using var scope = NewDisposeScope();
        return Loss().item<float>();
    }

    /// <summary>Optimizes the image by torch's L-BFGS until the loss was evaluated the given number of times or more.</summary>
    /// <param name="evaluations">At least 1.</param>
    /// <param name="learningRate">1, PyTorch's default, in the lesson's run of both.</param>
    /// <returns>The last evaluation's loss.</returns>
    public double Optimize(int evaluations, double learningRate = 1)
    {
        var optimizer = optim.LBFGS([_image], lr: learningRate, max_iter: 20, history_size: 100);
        var (done, last) = (0, double.NaN);
        while (done < evaluations)
        {
            using var step = NewDisposeScope();
            optimizer.step(() =>
            {
                using var scope = NewDisposeScope();
                var loss = Loss();
                (done, last) = (done + 1, loss.item<float>());
                return loss.MoveToOuterDisposeScope();
            });
        }
        optimizer.Dispose();
        return last;
    }

    /// <summary>Takes the hooks off and frees the network and the targets.</summary>
    public void Dispose()
    {
        foreach (var features in _features)
            features.Dispose();
        foreach (var target in _styleTargets)
            target.Dispose();
        _contentTarget.Dispose();
        _image.Dispose();
        _vgg.Dispose();
    }

    private (Tensor[] Style, Tensor Content) Targets(Tensor photo, Tensor painting)
    {
        using var disposedPhoto = photo;
        using var disposedPainting = painting;
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        _vgg.call(painting);
        Tensor[] style = [.. _features.Select(f => f.Features.clone().MoveToOuterDisposeScope())];
        _vgg.call(photo);
        return (style, _features[_contentTap].Features.clone().MoveToOuterDisposeScope());
    }

    private Tensor Loss()
    {
        _image.grad?.zero_();
        _vgg.call(_image);
        var content = F.mse_loss(_features[_contentTap].Features, _contentTarget) * Number(1e6);
        var loss = _features.Zip(_styleTargets, (f, target) => GramMseLoss(f.Features, target)).Aggregate(content, (sum, l) => sum.Plus(l));
        loss.backward();
        return loss;
    }

    private static Tensor GramMseLoss(Tensor input, Tensor target) => F.mse_loss(Gram(input), Gram(target));

    // As in the lesson, the target's Gram matrix is computed again in every evaluation.
    private static Tensor Gram(Tensor input)
    {
        var x = input.view(input.shape[0], input.shape[1], -1);                           // [N,C,HW]
        return x.bmm(x.transpose(1, 2)) / Number(input.numel()) * Number(1e6);   // [N,C,C]
    }
}
