using System.CommandLine;
using Atelier.Stylization;

namespace Atelier.Cli;

/// <summary><c>--mask</c>, <c>--style-mask</c> and <c>--feather</c>: which part of the photo each painting goes to.</summary>
internal sealed class MaskOptions : OptionGroup
{
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
    /// <exception cref="UsageException">They do not fit the paintings.</exception>
    public Regions? Read(Invocation call, int paintings, int size)
    {
        string[] masks = [.. (call.Get(_masks) ?? []).Select(file => file.ToString())], styleMasks = [.. (call.Get(_styleMasks) ?? []).Select(file => file.ToString())];
        if (masks.Length == 0 && styleMasks.Length == 0)
            return call.IsGiven(_feather) ? throw new UsageException("--feather softens masks: give some with --mask.") : null;
        return Invocation.Build(() => Regions.Read(masks, styleMasks, paintings).Feather(Math.Min(Regions.LargestFeather, call.Get(_feather) / size)));
    }
}
