using System.CommandLine;
using Atelier.Imaging;

namespace Atelier.Cli;

/// <summary>How pictures are read and written.</summary>
internal sealed class PictureOptions : OptionGroup
{
    private readonly Option<long> _maxPixels = NewOption.Number(
        "--max-pixels", "Largest picture to read, width times height.", 50_000_000L, least: 1L);

    private readonly Option<int> _quality = NewOption.Number("--quality", "Of a JPEG, WebP or AVIF, 1 to 100.", 92, least: 1, most: 100);

    private readonly Option<int> _bits = NewOption.Number("--bits", "For each channel of the picture written: 8, or 16 in PNG and TIFF.", 8, least: 8, most: 16);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_maxPixels, _quality, _bits];

    /// <summary>Reads the files, in their order.</summary>
    public Pictures Read(Invocation call, IReadOnlyList<FileInfo> files) =>
        new(files, new ImageReadOptions { MaxPixels = call.Get(_maxPixels) });

    /// <summary>How to write.</summary>
    public ImageWriteOptions Write(Invocation call) =>
        Invocation.Build(() => new ImageWriteOptions { Quality = call.Get(_quality), Bits = call.Get(_bits) });
}
