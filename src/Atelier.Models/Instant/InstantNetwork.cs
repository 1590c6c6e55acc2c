using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>
/// Paints in one pass, from coarse to fine: a first stage paints small, and each next one paints twice as large over what the one before
/// has painted, as strokes are painted before details.
/// </summary>
/// <remarks>
/// It sees through the embedded network (<see cref="EmbeddedNetwork"/>): the photo's features are moved to the painting's moments
/// (<see cref="Transport"/>), and the stages, which are all that is learned, make a picture of them. After Huang and Belongie 2017 ("Arbitrary
/// style transfer in real-time with adaptive instance normalization"), Lin et al. 2021 ("Drafting and revision") and Wang et al. 2022
/// ("MicroAST"). Departs from them: full covariances, the optimal transport between them, and no normalization in the decoder.
/// </remarks>
internal sealed class InstantNetwork : Module
{
    private readonly InstantStage first, middle, last;

    public InstantNetwork()
        : base(nameof(InstantNetwork))
    {
        first = new(new(Features: 192, Draft: 0, Style: 2 * (32 + 64 + 96 + 96), Quarter: 96, Blocks: 1, Deep: 64, Half: 64, Full: 32));
        middle = new(new(Features: 96, Draft: 12, Style: 2 * (32 + 64 + 96), Quarter: 96, Blocks: 0, Deep: 64, Half: 32, Full: 32));
        last = new(middle.Widths);
        RegisterComponents();
    }

    /// <summary>What the first stage, the second, and all further ones see of photo and painting.</summary>
    public static IReadOnlyList<string> TapsOf(int stage) => stage == 0 ? ["relu1_1", "relu2_1", "relu3_1", "relu3_4"] : ["relu1_1", "relu2_1", "relu3_1"];

    /// <summary>The stage that paints a size: 0 for the smallest.</summary>
    public InstantStage StageAt(int index) => index switch { 0 => first, 1 => middle, _ => last };
}
