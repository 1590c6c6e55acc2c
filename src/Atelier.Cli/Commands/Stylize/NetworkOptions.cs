using System.CommandLine;
using Atelier.Kernels;
using Atelier.Models;
using TorchSharp;

namespace Atelier.Cli;

/// <summary><c>--network</c> and how it serves as an encoder.</summary>
internal sealed class NetworkOptions : OptionGroup
{
    private readonly Option<string?> _network = new("--network")
    {
        Description = "The network to see with: atelier, which is built in; the name of one that was pulled (atelier weights list); or a weight file (.safetensors, .pth) [default: atelier].",
        HelpName = "name|file",
    };

    private readonly Option<string> _pooling = NewOption.Choice(
        "--pooling", "How the network halves the image; average is smoother.", "max", "max", "average");

    private readonly Option<string> _padding = NewOption.Choice(
        "--padding", "What the network sees beyond the border; reflection leaves no frame in the picture; auto: zero for lesson13.", "auto", "auto", "zero", "reflection");

    private readonly Option<string> _normalization = NewOption.Choice(
        "--normalization", "How the network's input was scaled in training; file: as the weight file says, else as in torchvision.",
        "file", "file", "torchvision", "caffe", "none");

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_network, _pooling, _padding, _normalization];

    /// <summary>What the user calls the network.</summary>
    public string? Name(Invocation call) => call.Get(_network);

    /// <summary>Loads the network, owned by the caller.</summary>
    /// <param name="call">The command's values.</param>
    /// <param name="device">What computes.</param>
    /// <param name="isLesson">Whether it shall compute as the lesson did, number by number.</param>
    /// <exception cref="InputException">The one that is named is not on this machine.</exception>
    public FeatureEncoder Load(Invocation call, torch.Device device, bool isLesson)
    {
        var options = OptionsOf(call, device, isLesson);
        var encoder = call.Get(_network) is { } network and not EmbeddedNetwork.Name
            ? EncoderCheckpoint.Load(Find(network), options)
            : EmbeddedNetwork.Load(options);
        if (encoder is VggEncoder || (call.Get(_pooling) == "max" && call.Get(_padding) != "reflection"))
            return encoder;
        using (encoder)
            throw new UsageException($"--pooling average and --padding reflection are for networks of the VGG family, not for {encoder.Name}.");
    }

    private EncoderOptions OptionsOf(Invocation call, torch.Device device, bool isLesson) => new()
    {
        Pooling = call.Get(_pooling) == "average" ? PoolingMode.Average : PoolingMode.Max,
        Padding = (call.Get(_padding), isLesson) is ("reflection", _) or ("auto", false) ? PaddingMode.Reflection : PaddingMode.Zero,
        Convolution = isLesson ? ConvolutionMethod.Direct : ConvolutionMethod.Winograd,
        Normalization = call.Get(_normalization) switch
        {
            "torchvision" => InputNormalization.ImageNet,
            "caffe" => InputNormalization.Caffe,
            "none" => InputNormalization.None,
            _ => null,
        },
        Device = device,
    };

    private static string Find(string network)
    {
        if (File.Exists(network))
            return network;
        if (CachedWeights.Find(network) is { } cached)
            return cached.FullPath;
        throw new InputException(OfficialWeights.All.Any(weight => weight.Name == network)
            ? $"The network {network} is not on this machine: get it with `atelier weights pull {network}`."
            : $"{network}: no such weight file, and no network of that name; see `atelier weights list`.");
    }
}
