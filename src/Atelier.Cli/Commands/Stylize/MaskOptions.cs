using System.CommandLine;
using Atelier.Imaging;
using Atelier.Stylization;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Cli;

/// <summary><c>--mask</c>, <c>--style-mask</c> and <c>--feather</c>: which part of the photo each painting goes to.</summary>
internal sealed class MaskOptions : OptionGroup
{
    // What is as dark stands for no painting in a map of labels.
    private const int Darkest = 3;
    private const int MostPixels = 50_000_000;

    private readonly Option<FileInfo[]> _masks = new("--mask")
    {
        Description = "Where each painting goes: a picture for each, white where it is painted; or one with a flat color for each painting, from dark to light, "
            + "and black where the photo stays.",
        HelpName = "file",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<FileInfo[]> _styleMasks = new("--style-mask")
    {
        Description = "What of each painting counts: a picture for each, white where it does.",
        HelpName = "file",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double> _feather = NewOption.Number("--feather", "Softness of the masks' edges on the photo, in pixels of the result.", 0.0, least: 0.0, most: 1000.0);

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_masks, _styleMasks, _feather];

    /// <summary>Reads the masks.</summary>
    /// <param name="call">This run of the command.</param>
    /// <param name="paintings">How many there are.</param>
    /// <param name="size">The result's longer side in pixels.</param>
    /// <returns>Null where no mask is given.</returns>
    /// <exception cref="UsageException">There are not as many as paintings.</exception>
    /// <exception cref="InputException">A file is no mask for them.</exception>
    public Regions? Read(Invocation call, int paintings, int size)
    {
        var (masks, styleMasks) = (call.Get(_masks) ?? [], call.Get(_styleMasks) ?? []);
        if (masks.Length == 0 && styleMasks.Length == 0)
            return call.IsGiven(_feather) ? throw new UsageException("--feather softens masks: give some with --mask.") : null;
        if (styleMasks.Length > 0 && styleMasks.Length != paintings)
            throw new UsageException($"--style-mask takes a picture for each painting: {styleMasks.Length} for {paintings} given.");
        if (masks.Length > 1 && masks.Length != paintings)
            throw new UsageException($"--mask takes a picture for each painting, or one for all of them: {masks.Length} for {paintings} given.");
        IReadOnlyList<torch.Tensor> photo = masks.Length == 0 ? [.. Enumerable.Range(0, paintings).Select(_ => torch.ones(1, 1, 1, 1))]
            : masks.Length == paintings ? [.. masks.Select(file => Light(file))] : Labels(masks[0], paintings);
        var regions = new Regions(photo, styleMasks.Length == 0 ? null : [.. styleMasks.Select(file => (torch.Tensor?)Light(file))]);
        return Invocation.Build(() => regions.Feather(Math.Min(0.2, call.Get(_feather) / size)));
    }

    private static torch.Tensor Light(FileInfo file)
    {
        using var scope = torch.NewDisposeScope();
        return Pixels(file).mean([1], keepdim: true).MoveToOuterDisposeScope();
    }

    private static IReadOnlyList<torch.Tensor> Labels(FileInfo file, int paintings)
    {
        using var scope = torch.NewDisposeScope();
        var bytes = (Pixels(file) * Number(255)).round().to(torch.int64);                                  // [1,3,H,W]
        var colors = ((bytes.narrow(1, 0, 1) * 256L) + bytes.narrow(1, 1, 1)) * 256L + bytes.narrow(1, 2, 1);   // [1,1,H,W]
        var found = torch.unique(colors).Item1.data<long>().ToArray().OrderBy(Lightness).ToList();
        if (found.Count == paintings + 1 && Lightness(found[0]) <= Darkest * 3)
            found.RemoveAt(0);
        if (found.Count != paintings)
            throw new InputException($"{file}: has {(found.Count > 99 ? "many" : found.Count)} colors for {paintings} paintings: paint a flat one for each, without soft edges (--feather makes them), and black where the photo stays; or give a mask for each painting.");
        return [.. found.Select(color => colors.eq(torch.tensor(color)).to(torch.float32).MoveToOuterDisposeScope())];

        static long Lightness(long color) => (color >> 16) + ((color >> 8) & 255) + (color & 255);
    }

    private static torch.Tensor Pixels(FileInfo file) => ImageFile.Read(file.ToString(), new() { MaxPixels = MostPixels, Background = (0, 0, 0) });
}
