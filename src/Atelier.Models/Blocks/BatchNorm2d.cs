using Atelier.Core;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>TorchSharp's batch norm of images, but what it adds to its count of batches is held until torch has read it (<see cref="Numbers"/>).</summary>
/// <param name="channels">Of the images.</param>
/// <param name="epsilon">Added to the variance, 1e-5 by default.</param>
internal sealed class BatchNorm2d(long channels, double epsilon = 1e-5)
    : BatchNorm(channels, epsilon, momentum: 0.1, affine: true, track_running_stats: true, device: null, dtype: null, nameof(BatchNorm2d))
{
    /// <summary>[N,C,H,W] to the same shape: by the batch's mean and variance in training mode, otherwise by the running ones.</summary>
    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        if (training)
            num_batches_tracked!.add_(One, alpha: One);
        return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, momentum!.Value, eps);
    }

    /// <inheritdoc/>
    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.dim() != 4)
            throw new ShapeException("[N,C,H,W]", input.shape);
    }
}
