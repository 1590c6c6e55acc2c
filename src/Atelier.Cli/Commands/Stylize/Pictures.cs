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

    private readonly Option<string> _profile = NewOption.Choice("--profile", "Whose colors the picture has: sRGB's, Display P3's, or those of the photo's own profile.", "srgb", "srgb", "p3", Keep);

    private readonly Option<bool> _metadata = new("--keep-metadata") { Description = "Have the picture say what the photo does: whose it is, of when, taken with what." };

    private readonly Option<bool> _location = new("--keep-location") { Description = "And where it was taken." };

    private const string Keep = "keep";

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => AreRead ? [_maxPixels, _damaged] : [_maxPixels, _damaged, _format, _quality, _bits, _dpi, .. IsOfAPhoto ? (Option[])[_profile, _metadata, _location] : []];

    /// <summary>Whether pictures are only read; false by default.</summary>
    public bool AreRead { get; init; }

    /// <summary>Whether the picture that is written is a photo's: transparency is kept, instead of showing white, and profile and metadata on request; false by default.</summary>
    public bool IsOfAPhoto { get; init; }

    /// <summary>Reads the files, in their order: a photo, and what belongs to it.</summary>
    public Pictures Read(Invocation call, IReadOnlyList<FileInfo> files, bool firstAsBytes = false) =>
        new(files, HowToRead(call) with { Profile = Profile(call, files[0].ToString()) }, firstAsBytes);

    /// <summary>Whether each picture has the profile of its photo.</summary>
    public bool KeepsProfile(Invocation call) => IsOfAPhoto && call.Get(_profile) == Keep;

    /// <summary>Whether each picture says what its photo does of itself.</summary>
    public bool KeepsMetadata(Invocation call) => IsOfAPhoto && call.Get(_metadata);

    /// <summary>And where that was taken.</summary>
    public bool KeepsLocation(Invocation call) => IsOfAPhoto && call.Get(_location);

    /// <summary>Of each channel of a picture that is written.</summary>
    public int Bits(Invocation call) => call.Get(_bits);

    /// <summary>How they are read.</summary>
    public ImageReadOptions HowToRead(Invocation call) => new() { MaxPixels = call.Get(_maxPixels), Damaged = call.Get(_damaged), KeepAlpha = IsOfAPhoto, Remark = call.Say };

    /// <summary>The format of a picture that is written to standard output.</summary>
    public ImageFormat Format(Invocation call) => Enum.Parse<ImageFormat>(call.Get(_format), ignoreCase: true);

    /// <summary>How to write.</summary>
    /// <param name="call">This run of the command.</param>
    /// <param name="photo">The file of which profile and metadata are kept, where that is asked for; null where there are many.</param>
    public ImageWriteOptions Write(Invocation call, string? photo = null)
    {
        if (KeepsLocation(call) && !KeepsMetadata(call))
            throw new UsageException("--keep-location is part of the photo's metadata: give --keep-metadata, too.");
        var isPiped = photo == InputFiles.Standard;
        if (isPiped && (KeepsMetadata(call) || KeepsProfile(call)))
            throw new UsageException("What comes through standard input is read once, and so nothing else of it is kept: name a file, or leave out --keep-metadata and --profile keep.");
        return Invocation.Build(() => new ImageWriteOptions
        {
            Quality = call.Get(_quality),
            Bits = call.Get(_bits),
            Dpi = call.Get(_dpi),
            Profile = photo is null && KeepsProfile(call) ? null : Profile(call, photo ?? ""),
            Metadata = photo is not null && KeepsMetadata(call) ? ImageFile.ReadMetadata(photo, KeepsLocation(call), HowToRead(call)) : null,
        });
    }

    // Null for sRGB.
    private byte[]? Profile(Invocation call, string photo) => !IsOfAPhoto ? null : call.Get(_profile) switch
    {
        "p3" => ImageFile.DisplayP3,
        Keep => ImageFile.ReadProfile(photo, HowToRead(call)),
        _ => null,
    };
}
