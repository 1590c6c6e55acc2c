using Atelier.Core;
using Atelier.Kernels;
using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>
/// Paints one size: from the photo's features, moved to the painting's moments, and the next smaller result, to the picture.
/// </summary>
/// <remarks>
/// The convolutions' outputs are scaled and shifted, channel by channel, as the painting's moments say, and not normalized: so the
/// result at a pixel depends on its surroundings and the moments alone, and a large picture can be painted in tiles.
/// </remarks>
internal sealed class InstantStage : Module
{
    private readonly Conv2d enter, deep, half, full, leave;
    private readonly ModuleList<Conv2d> blocks;
    private readonly Linear describe, modulate;
    private readonly Tensor style_mean, style_deviation, feature_mean, feature_deviation;
    private readonly List<Conv2d> _modulated;

    /// <param name="widths">How many channels there are where.</param>
    public InstantStage(StageWidths widths)
        : base(nameof(InstantStage))
    {
        Widths = widths;
        enter = Conv2d(widths.Features + widths.Grain + widths.Draft, widths.Quarter, 3);
        blocks = new([.. Enumerable.Range(0, 2 * widths.Blocks).Select(_ => Conv2d(widths.Quarter, widths.Quarter, 3))]);
        deep = Conv2d(widths.Quarter, widths.Deep, 3);
        half = Conv2d(widths.Deep + StageWidths.Skip, widths.Half, 3);
        full = Conv2d(widths.Half, widths.Full, 3);
        leave = Conv2d(widths.Full, 3, 3);
        _modulated = [enter, .. blocks, deep, half, full];
        describe = Linear(widths.Style, StageWidths.Hidden);
        modulate = Linear(StageWidths.Hidden, 2 * _modulated.Sum(convolution => convolution.out_channels));
        style_mean = zeros(widths.Style);
        style_deviation = ones(widths.Style);
        feature_mean = zeros(widths.Features + StageWidths.Skip);
        feature_deviation = ones(widths.Features + StageWidths.Skip);
        register_buffer(nameof(feature_mean), feature_mean);
        register_buffer(nameof(feature_deviation), feature_deviation);
        register_buffer(nameof(style_mean), style_mean);
        register_buffer(nameof(style_deviation), style_deviation);
        RegisterComponents();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var convolution in modules().OfType<Conv2d>())
        {
            init.kaiming_normal_(convolution.weight!, nonlinearity: init.NonlinearityType.ReLU);
            init.zeros_(convolution.bias!);
        }
        // At first, a residual block does little, and so does what is added to the draft.
        foreach (var convolution in (Conv2d[])[leave, .. blocks.Where((_, index) => index % 2 == 1)])
            convolution.weight!.mul_(Number(0.1));
        leave.bias!.fill_(Number(widths.Draft == 0 ? 0.5 : 0));
        init.zeros_(modulate.weight!);
        init.zeros_(modulate.bias!);
    }

    /// <summary>How many channels there are where.</summary>
    public StageWidths Widths { get; }

    /// <summary>Has a painting's numbers, and the moved features, standardized by those of many paintings.</summary>
    /// <param name="styles">[N,S], of many paintings.</param>
    public void Standardize(Tensor styles)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        style_mean.copy_(styles.mean([0]));
        style_deviation.copy_(styles.std(0, unbiased: false).clamp_min(Number(1e-3)));
        // Tap by tap, means and then deviations: of relu1_1, which is not moved, of relu2_1, which goes around, and of the others.
        var taps = style_mean.split([64, 128, .. Enumerable.Repeat(192L, Widths.Features / 96)]).Skip(1).Select(tap => tap.chunk(2)).ToList();
        feature_mean.copy_(cat([.. taps.Select(tap => tap[0])]));
        feature_deviation.copy_(cat([.. taps.Select(tap => tap[1])]));
    }

    /// <summary>Paints.</summary>
    /// <param name="quarter">[N,F,H/4,W/4], moved.</param>
    /// <param name="skip">[N,64,H/2,W/2], moved.</param>
    /// <param name="draft">[N,3,H/2,W/2], the next smaller result; null for the first stage.</param>
    /// <param name="grain">[N,G,H/4,W/4], of <see cref="Grain"/>.</param>
    /// <param name="style">[N,S], the painting's numbers.</param>
    /// <returns>[N,3,H,W], not clipped.</returns>
    public Tensor Paint(Tensor quarter, Tensor skip, Tensor? draft, Tensor grain, Tensor style)
    {
        using var scope = NewDisposeScope();
        var seen = (style - style_mean) / style_deviation;
        var factors = modulate.call(functional.relu(describe.call(seen))).unsqueeze(2).unsqueeze(3);   // [N,2M,1,1]
        var at = 0L;
        skip = Standardized(skip, 0);
        quarter = Standardized(quarter, StageWidths.Skip);
        var input = cat([quarter, grain, .. draft is null ? [] : (Tensor[])[functional.pixel_unshuffle(draft, 2)]], 1);
        var x = Step(enter, input);
        for (var block = 0; block < blocks.Count; block += 2)
            x = functional.relu(x.Plus(Modulated(blocks[block + 1], Step(blocks[block], x))));
        x = Step(deep, x);
        x = Step(half, cat([Twice(x), skip], 1));
        x = Step(full, Twice(x));
        var picture = Plain(leave, x);
        if (draft is not null)
            picture = picture.Plus(functional.interpolate(draft, scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false));
        return picture.MoveToOuterDisposeScope();

        Tensor Standardized(Tensor features, int first)
        {
            var channels = features.shape[1];
            return (features - feature_mean.narrow(0, first, channels).view(-1, 1, 1)) / feature_deviation.narrow(0, first, channels).view(-1, 1, 1);
        }

        Tensor Step(Conv2d convolution, Tensor from) => functional.relu(Modulated(convolution, from));

        Tensor Modulated(Conv2d convolution, Tensor from)
        {
            var channels = convolution.out_channels;
            var (scale, shift) = (factors.narrow(1, at, channels), factors.narrow(1, at + channels, channels));
            at += 2 * channels;
            return (Plain(convolution, from) * scale.Plus(1.0)).Plus(shift);
        }
    }

    /// <summary>
    /// The stage for one painting, and for one photo where it concerns the first convolutions: what stands between the features and their
    /// weights is multiplied into the weights, so that plain convolutions are left.
    /// </summary>
    /// <param name="kernels">What computes them.</param>
    /// <param name="style">[1,S].</param>
    /// <param name="quarter">How the features at a quarter of the size are moved, tap by tap.</param>
    /// <param name="skip">How relu2_1 is moved.</param>
    /// <remarks>Sums that any number of threads make the same to the bit: torch's products are not among them.</remarks>
    public FrozenStage Freeze(IKernels kernels, Tensor style, IReadOnlyList<Transport> quarter, Transport skip)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var factors = Apply(modulate, functional.relu(Apply(describe, ((style - style_mean) / style_deviation)[0])));   // [2M]
        var at = 0L;
        var first = Make(enter, quarter, StageWidths.Skip, 0);
        List<IConvolution> between = [.. blocks.Select(block => Make(block, [], 0, 0))];
        var (lower, middle, upper) = (Make(deep, [], 0, 0), Make(half, [skip], 0, Widths.Deep), Make(full, [], 0, 0));
        return new(first, between, lower, middle, upper, kernels.Convolution(leave.weight!.detach(), leave.bias!.detach(), PaddingMode.Reflection));

        // Inputs from the given channel on are moved features, whose standardization begins at the given place.
        IConvolution Make(Conv2d convolution, IReadOnlyList<Transport> moves, int standards, int channel)
        {
            var (weight, bias) = (convolution.weight!.detach().clone(), convolution.bias!.detach().clone());              // [K,C,3,3], [K]
            foreach (var move in moves)
            {
                var count = (int)move.To.shape[1];
                var (mean, deviation) = (feature_mean.narrow(0, standards, count), feature_deviation.narrow(0, standards, count));
                var part = weight.narrow(1, channel, count);                                                              // [K,c,3,3]
                var matrix = move.Matrix[0] / deviation.unsqueeze(1);                                                     // [c,c]
                var shift = (move.To[0] - (move.Matrix[0] * move.From[0]).sum(1) - mean) / deviation;                     // [c]
                bias.add_((part.sum([2, 3]) * shift).sum(1), alpha: One);
                var taps = part.permute(0, 2, 3, 1).flatten(1, 2);                                                        // [K,9,c]
                var moved = zeros_like(taps);
                PixelProducts.AddProduct(taps.contiguous(), matrix, 1, moved);
                part.copy_(moved.view(-1, 3, 3, count).permute(0, 3, 1, 2));
                (standards, channel) = (standards + count, channel + count);
            }
            var channels = convolution.out_channels;
            var (scale, offset) = (factors.narrow(0, at, channels).Plus(1.0), factors.narrow(0, at + channels, channels));
            at += 2 * channels;
            var missing = StageWidths.Rounded((int)weight.shape[1]) - weight.shape[1];
            return kernels.Convolution(functional.pad(weight * scale.view(-1, 1, 1, 1), [0, 0, 0, 0, 0, missing]), (bias * scale).Plus(offset), PaddingMode.Reflection);
        }
    }

    private static Tensor Apply(Linear linear, Tensor vector) => (linear.weight!.detach() * vector).sum(1).Plus(linear.bias!.detach());

    private static Tensor Plain(Conv2d convolution, Tensor from) => convolution.call(functional.pad(from, [1, 1, 1, 1], TorchSharp.PaddingModes.Reflect));

    private static Tensor Twice(Tensor x) => functional.interpolate(x, scale_factor: [2, 2], mode: InterpolationMode.Nearest);
}

/// <summary>How many channels a stage has where.</summary>
/// <param name="Features">Of the photo's features at a quarter of the size.</param>
/// <param name="Grain">Of noise, at a quarter of the size.</param>
/// <param name="Draft">Of the next smaller result, at a quarter of the size: 12, or 0 for the first stage.</param>
/// <param name="Style">The painting's numbers.</param>
/// <param name="Quarter">At a quarter of the size.</param>
/// <param name="Blocks">Residual blocks there.</param>
/// <param name="Deep">At the end there.</param>
/// <param name="Half">At half the size.</param>
/// <param name="Full">At full size.</param>
internal sealed record StageWidths(int Features, int Grain, int Draft, int Style, int Quarter, int Blocks, int Deep, int Half, int Full)
{
    /// <summary>Of relu2_1, which goes around the quarter.</summary>
    public const int Skip = 64;

    /// <summary>Of what the painting's numbers go through.</summary>
    public const int Hidden = 32;

    /// <summary>Channels as the kernels take them.</summary>
    public static int Rounded(int channels) => (channels + 31) / 32 * 32;
}
