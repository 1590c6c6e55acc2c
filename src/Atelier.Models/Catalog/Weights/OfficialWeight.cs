using System.Text.RegularExpressions;

namespace Atelier.Models;

/// <summary>A weight file that can be downloaded.</summary>
/// <param name="Name">What users call it, for example <c>vgg19</c>.</param>
/// <param name="FileName">The file's name, here and at the server.</param>
/// <param name="Sha256">The SHA-256 of the file in lower-case hex: all 64 digits, or as many first ones as are known.</param>
/// <param name="Bytes">The file's size in bytes; null where it is not known.</param>
/// <param name="License">The license as an SPDX identifier, or null where it is not known.</param>
public sealed partial record OfficialWeight(string Name, string FileName, string Sha256, long? Bytes, string? License)
{
    /// <summary>
    /// A file whose name carries the first digits of its SHA-256, as PyTorch's hub names all of its files:
    /// <c>resnet18-f37072fd.pth</c>. Null for any other name.
    /// </summary>
    public static OfficialWeight? FromFileName(string fileName) =>
        HubFileName().Match(fileName) is { Success: true } match
            ? new OfficialWeight(match.Groups["name"].Value, fileName, match.Groups["sha"].Value, null, null)
            : null;

    [GeneratedRegex(@"\A(?<name>\w[\w.-]*)-(?<sha>[0-9a-f]{8,64})\.(pth|pt|safetensors)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HubFileName();
}
