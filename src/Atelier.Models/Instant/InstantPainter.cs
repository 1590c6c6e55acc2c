using Atelier.Kernels;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>Paints with the instant network by the kernels of this processor.</summary>
internal sealed class InstantPainter(InstantNetwork network, FeatureEncoder encoder) : IDisposable
{
    private readonly IKernels _kernels = EncoderKernels.Of(KernelChoice.Kind);
    private readonly Workspace _workspace = new(CPU, keeps: true);

    /// <summary>What the stages need to know of a painting, from the smallest size to the largest.</summary>
    /// <param name="painting">[1,3,H,W], H and W multiples of 4 times 2^(sizes - 1).</param>
    /// <param name="sizes">How many sizes are painted.</param>
    public IReadOnlyList<IReadOnlyList<Moments>> Describe(Tensor painting, int sizes)
    {
        List<IReadOnlyList<Moments>> all = [];
        using var scope = NewDisposeScope();
        for (var size = sizes - 1; size >= 0; size--)
        {
            var taps = InstantNetwork.TapsOf(size);
            using var pass = encoder.Forward(painting, taps);
            all.Insert(0, [.. taps.Select(tap => Moments.Of(pass.Features(tap)))]);
            painting = nn.functional.avg_pool2d(painting, 2);
        }
        foreach (var moments in all.SelectMany(size => size))
            moments.MoveToOuterDisposeScope();
        return all;
    }

    /// <summary>Paints.</summary>
    /// <param name="photo">[1,3,H,W], likewise.</param>
    /// <param name="painting">What <see cref="Describe"/> gave.</param>
    /// <returns>[1,3,H,W] in [0,1].</returns>
    public Tensor Paint(Tensor photo, IReadOnlyList<IReadOnlyList<Moments>> painting)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        List<Tensor> photos = [photo];
        while (photos.Count < painting.Count)
            photos.Insert(0, nn.functional.avg_pool2d(photos[0], 2));
        Tensor? draft = null;
        foreach (var (size, small) in photos.Index())
        {
            var taps = InstantNetwork.TapsOf(size);
            var stage = network.StageAt(size);
            using var pass = encoder.Forward(small, taps);
            var moves = taps.Skip(1).Select((tap, index) => Transport.Between(Moments.Of(pass.Features(tap)), painting[size][index + 1])).ToList();
            using var plain = stage.Freeze(_kernels, Moments.Style(painting[size]), moves[1..], moves[0]);
            draft = plain.Paint([.. taps.Skip(2).Select(tap => Layout.ChannelsLast(pass.Features(tap)))], Layout.ChannelsLast(pass.Features(taps[1])), draft, _workspace).clamp_(Number(0), Number(1));
        }
        return draft!.MoveToOuterDisposeScope();
    }

    public void Dispose() => _workspace.Dispose();
}
