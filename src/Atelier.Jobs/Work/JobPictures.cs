using Atelier.Imaging;
using TorchSharp;

namespace Atelier.Jobs;

/// <summary>A job's pictures in memory; owns them.</summary>
internal sealed class JobPictures : IDisposable
{
    private readonly List<torch.Tensor> _all = [];

    /// <param name="paths">The photo, then the paintings.</param>
    /// <exception cref="ImageFileException">One cannot be read.</exception>
    public JobPictures(IReadOnlyList<string> paths)
    {
        try
        {
            foreach (var path in paths)
                _all.Add(ImageFile.Read(path, new() { MaxPixels = long.MaxValue }));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The photo, [1,3,H,W].</summary>
    public torch.Tensor Content => _all[0];

    /// <summary>The paintings, [1,3,h,w] each.</summary>
    public IReadOnlyList<torch.Tensor> Styles => _all[1..];

    /// <inheritdoc/>
    public void Dispose() => _all.ForEach(image => image.Dispose());
}
