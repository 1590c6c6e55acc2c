using Atelier.Stylization;
using static TorchSharp.torch;

namespace Atelier.Samples.OwnLoss;

/// <summary>A photo as a screen print: painted like another picture, in a few inks. Stopped, it keeps its state in a file, and continues from it.</summary>
/// <param name="photo">[1,3,H,W] in [0,1].</param>
/// <param name="style">Likewise.</param>
/// <param name="inks">Colors, [K,3] in [0,1].</param>
/// <param name="weight">How much the inks count.</param>
internal sealed class Print(Tensor photo, Tensor style, Tensor inks, double weight)
{
    /// <summary>Runs until it is done or stopped; the checkpoint is gone once it is done.</summary>
    public StylizationResult Run(StylizationRequest request, string checkpoint, IProgress<StylizationProgress>? progress = null, CancellationToken stop = default)
    {
        using var stylizer = new Stylizer(request);
        using var kept = File.Exists(checkpoint) ? StylizationCheckpoint.Load(checkpoint) : null;
        var painting = stylizer.Objectives(photo, [style]);
        var result = Pyramid.Run(
            photo, (height, width) => new InkLoss(painting(height, width), inks, weight), request,
            new() { Progress = progress, Checkpoint = state => state.Save(checkpoint) },
            kept, identity: $"inks {string.Join(' ', inks.data<float>())} at {weight}", stop);
        if (result.End is not DescentEnd.Stopped)
            File.Delete(checkpoint);
        return result;
    }

    /// <summary>Colors from six hexadecimal digits each, [K,3] in [0,1].</summary>
    public static Tensor Inks(params string[] colors) =>
        stack([.. colors.Select(color => tensor(Convert.FromHexString(color), float32) / 255)]); // [K,3]
}
