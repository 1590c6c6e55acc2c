using System.Collections;
using System.CommandLine;
using Atelier.Imaging;
using TorchSharp;

namespace Atelier.Cli;

/// <summary>Pictures that were read; owns them.</summary>
internal sealed class Pictures : IReadOnlyList<torch.Tensor>, IDisposable
{
    private readonly List<torch.Tensor> _images = [];

    /// <param name="files">In their order.</param>
    /// <param name="options">The size limit.</param>
    /// <param name="firstAsBytes">Whether the first one takes little memory (<see cref="ImageReadOptions.AsBytes"/>).</param>
    public Pictures(IReadOnlyList<FileInfo> files, ImageReadOptions options, bool firstAsBytes)
    {
        if (files.Count(file => file.ToString() == InputFiles.Standard) > 1)
            throw new UsageException("Standard input, -, brings one picture: name files for the others.");
        try
        {
            foreach (var file in files)
            {
                var how = options with { AsBytes = firstAsBytes && Count == 0 };
                _images.Add(file.ToString() == InputFiles.Standard ? FromStandardInput(how) : ImageFile.Read(file.ToString(), how));
            }
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

    private static torch.Tensor FromStandardInput(ImageReadOptions options)
    {
        using var stream = Console.OpenStandardInput();
        return ImageFile.Read("Standard input", stream, options);
    }
}

/// <summary>How pictures are read and written.</summary>
internal sealed class PictureOptions : OptionGroup
{
    private readonly Option<long> _maxPixels = NewOption.Number(
        "--max-pixels", "Largest picture to read, width times height.", 50_000_000L, least: 1L);

    private readonly Option<bool> _damaged = new("--damaged") { Description = "Read what there is of pictures with pixels missing, instead of refusing them." };

    private readonly Option<string> _format = NewOption.Choice(
        "--format", "Of a picture that is written to standard output (-o -).", "png", [.. Enum.GetNames<ImageFormat>().Select(name => name.ToLowerInvariant())]);

    private readonly Option<int> _quality = NewOption.Number("--quality", "Of a JPEG, WebP or AVIF, 1 to 100.", 92, least: 1, most: 100);

    private readonly Option<int> _bits = NewOption.Number("--bits", "For each channel of the picture written: 8, or 16 in PNG and TIFF.", 8, least: 8, most: 16);

    private readonly Option<double?> _dpi = NewOption.OptionalNumber<double>(
        "--dpi", "Pixels per inch of the picture in print, which .tif, .png, .jpg and .bmp tell: 10800 pixels at 300 are 36 inches.", least: 1, most: 100_000);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => AreRead ? [_maxPixels, _damaged] : [_maxPixels, _damaged, _format, _quality, _bits, _dpi];

    /// <summary>Whether pictures are only read; false by default.</summary>
    public bool AreRead { get; init; }

    /// <summary>Whether transparency is kept, instead of showing white; false by default.</summary>
    public bool KeepsAlpha { get; init; }

    /// <summary>Reads the files, in their order.</summary>
    public Pictures Read(Invocation call, IReadOnlyList<FileInfo> files, bool firstAsBytes = false) =>
        new(files, HowToRead(call), firstAsBytes);

    /// <summary>How they are read.</summary>
    public ImageReadOptions HowToRead(Invocation call) => new() { MaxPixels = call.Get(_maxPixels), Damaged = call.Get(_damaged), KeepAlpha = KeepsAlpha, Remark = call.Say };

    /// <summary>The format of a picture that is written to standard output.</summary>
    public ImageFormat Format(Invocation call) => Enum.Parse<ImageFormat>(call.Get(_format), ignoreCase: true);

    /// <summary>How to write.</summary>
    public ImageWriteOptions Write(Invocation call) =>
        Invocation.Build(() => new ImageWriteOptions { Quality = call.Get(_quality), Bits = call.Get(_bits), Dpi = call.Get(_dpi) });
}
