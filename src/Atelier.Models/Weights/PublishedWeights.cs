using System.Text.RegularExpressions;

namespace Atelier.Models;

/// <summary>A weight file that can be downloaded.</summary>
/// <param name="Name">The network's name, for example <c>vgg19</c>.</param>
/// <param name="FileName">The file's name, here and at the server.</param>
/// <param name="Sha256">The SHA-256 of the file in lower-case hex: all 64 digits, or as many first ones as are known.</param>
public sealed partial record PublishedWeights(string Name, string FileName, string Sha256)
{
    /// <summary>The server that torchvision downloads from.</summary>
    public static readonly Uri PyTorchServer = new("https://download.pytorch.org/models/");

    /// <summary>Who trained and published them.</summary>
    public string Source { get; init; } = "PyTorch's hub";

    /// <summary>The folder at the server; <see cref="PyTorchServer"/> by default.</summary>
    public Uri Server { get; init; } = PyTorchServer;

    /// <summary>The license as an SPDX identifier, or null, the default, where it is not known.</summary>
    public string? License { get; init; }

    /// <summary>The file's size in bytes, or null, the default, where it is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>The file's address.</summary>
    public Uri Url => new(Server, Uri.EscapeDataString(FileName));

    /// <summary>
    /// A file whose name carries the first digits of its SHA-256, as PyTorch's hub names all of its files:
    /// <c>resnet18-f37072fd.pth</c>. Null for any other name.
    /// </summary>
    public static PublishedWeights? FromFileName(string fileName) =>
        HubFileName().Match(fileName) is { Success: true } match
            ? new PublishedWeights(match.Groups["name"].Value, fileName, match.Groups["sha"].Value)
            : null;

    [GeneratedRegex(@"\A(?<name>\w[\w.-]*)-(?<sha>[0-9a-f]{8,64})\.(pth|pt|safetensors)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HubFileName();
}
