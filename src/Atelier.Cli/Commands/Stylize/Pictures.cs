using System.Collections;
using Atelier.Imaging;
using TorchSharp;

namespace Atelier.Cli;

/// <summary>Pictures that were read; owns them.</summary>
internal sealed class Pictures : IReadOnlyList<torch.Tensor>, IDisposable
{
    private readonly List<torch.Tensor> _images = [];

    /// <param name="files">In their order.</param>
    /// <param name="options">The size limit.</param>
    public Pictures(IReadOnlyList<FileInfo> files, ImageReadOptions options)
    {
        try
        {
            foreach (var file in files)
                _images.Add(ImageFile.Read(file.ToString(), options));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <inheritdoc/>
    public torch.Tensor this[int index] => _images[index];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var image in _images)
            image.Dispose();
    }

    /// <inheritdoc/>
    public IEnumerator<torch.Tensor> GetEnumerator() => _images.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
