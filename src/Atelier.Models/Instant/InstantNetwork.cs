using Atelier.Core;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>
/// Paints in one pass, from coarse to fine: a first stage paints small, and a further one, as often as it takes, twice as large over what was
/// painted before, as strokes are painted before details.
/// </summary>
/// <remarks>
/// It sees through the embedded network (<see cref="EmbeddedNetwork"/>): the photo's features are moved to the painting's moments
/// (<see cref="Transport"/>), and the stages, which are all that is learned, make a picture of them. After Huang and Belongie 2017 ("Arbitrary
/// style transfer in real-time with adaptive instance normalization"), Lin et al. 2021 ("Drafting and revision") and Wang et al. 2022
/// ("MicroAST"). Departs from them: full covariances, the optimal transport between them, no normalization in the decoder, and noise
/// (<see cref="Grain"/>).
/// </remarks>
internal sealed class InstantNetwork : Module
{
    private readonly InstantStage first, further;

    public InstantNetwork()
        : base(nameof(InstantNetwork))
    {
        first = new(new(Features: 192, Grain: 32, Draft: 0, Style: 2 * (32 + 64 + 96 + 96), Quarter: 96, Blocks: 1, Deep: 64, Half: 64, Full: 32));
        further = new(new(Features: 96, Grain: 16, Draft: 12, Style: 2 * (32 + 64 + 96), Quarter: 96, Blocks: 0, Deep: 48, Half: 32, Full: 32));
        RegisterComponents();
    }

    /// <summary>The network that <c>samples/InstantNetwork</c> has trained; <c>docs/instant-network.md</c> says what it can do.</summary>
    public static InstantNetwork Load()
    {
        const string Name = "the instant network";
        using var file = OpenWeights();
        using var state = WeightFile.Read(file, Name);
        var network = new InstantNetwork();
        state.LoadInto(network, Name);
        network.Keep();
        return network;
    }

    /// <summary>Has it outlive the scope that it happens to be made in.</summary>
    public void Keep()
    {
        foreach (var tensor in state_dict().Values)
            tensor.DetachFromDisposeScope();
    }

    /// <summary>The weights as a .safetensors file.</summary>
    public static Stream OpenWeights() => typeof(InstantNetwork).Assembly.GetManifestResourceStream("instant.safetensors")!;

    /// <summary>What the first stage and the further ones see of photo and painting.</summary>
    public static IReadOnlyList<string> TapsOf(int stage) => stage == 0 ? ["relu1_1", "relu2_1", "relu3_1", "relu3_4"] : ["relu1_1", "relu2_1", "relu3_1"];

    /// <summary>An image at so many sizes, each twice the one before it, in the caller's scope; the largest is the image itself.</summary>
    public static IReadOnlyList<Tensor> Sizes(Tensor image, int count)
    {
        List<Tensor> sizes = [image];
        while (sizes.Count < count)
            sizes.Insert(0, functional.avg_pool2d(sizes[0], 2));
        return sizes;
    }

    /// <summary>The stage that paints a size: 0 for the smallest.</summary>
    public InstantStage StageAt(int index) => index == 0 ? first : further;
}
