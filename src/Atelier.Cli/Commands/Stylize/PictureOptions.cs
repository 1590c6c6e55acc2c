using System.CommandLine;
using Atelier.Cli.Terminal;
using Atelier.Core.Images;

namespace Atelier.Cli.Commands.Stylize;

/// <summary>How pictures are read and written.</summary>
internal sealed class PictureOptions : OptionGroup
{
    private readonly Option<long> _maxPixels = Terminal.Options.Number(
        "--max-pixels", "Largest picture to read.", 50_000_000L, least: 1L);

    private readonly Option<int> _quality = Terminal.Options.Number("--quality", "Of JPEG, WebP and AVIF.", 92, least: 1, most: 100);

    private readonly Option<int> _bits = Terminal.Options.Number("--bits", "For each channel, 8 or 16 (PNG, TIFF).", 8, least: 8, most: 16);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_maxPixels, _quality, _bits];

    /// <summary>Reads the files, in their order.</summary>
    public Pictures Read(Invocation call, IReadOnlyList<FileInfo> files) =>
        new(files, new ImageReadOptions { MaxPixels = call.Get(_maxPixels) });

    /// <summary>How to write.</summary>
    public ImageWriteOptions Write(Invocation call) =>
        Invocation.Build(() => new ImageWriteOptions { Quality = call.Get(_quality), Bits = call.Get(_bits) });
}
