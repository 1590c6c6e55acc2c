using System.Collections.Concurrent;
using System.Security.Cryptography;
using Atelier.Core;
using Atelier.Models;
using TorchSharp;

namespace Atelier.Jobs;

/// <summary>The networks that jobs can see with. Thread-safe.</summary>
public sealed class NetworkCatalog
{
    private static readonly Lazy<string> EmbeddedHash = new(() =>
    {
        using var weights = EmbeddedNetwork.OpenWeights();
        return Convert.ToHexStringLower(SHA256.HashData(weights));
    });

    // Hashing half a gigabyte takes a second: once for each state of a file.
    private readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> _fingerprints = new();

    internal NetworkCatalog()
    {
    }

    /// <summary>The embedded network, those in the user's cache, and official ones that could be pulled.</summary>
#pragma warning disable CA1822 // Part of what the catalog is asked; that the cache is the user's, and so static, is no caller's business.
    public IReadOnlyList<NetworkChoice> List()
#pragma warning restore CA1822
    {
        var official = OfficialWeights.All.Where(weight => weight.Name.StartsWith("vgg", StringComparison.Ordinal))
            .Select(weight => new NetworkChoice(weight.Name, TitleOf(weight.Name), "Trained on ImageNet; pull it with `atelier weights pull " + weight.Name + "`.", false, false))
            .ToList();
        var here = CachedWeights.List().Select(file => ShortName(file.Name)).Distinct().Where(name => name != EmbeddedNetwork.Name)
            .Select(name => new NetworkChoice(name, TitleOf(name), "From this machine's weights.", false, true)).ToList();
        return
        [
            new(EmbeddedNetwork.Name, "Atelier", "Built in, small and fast: VGG-19's first three blocks, distilled.", true, true),
            .. here,
            .. official.Where(network => here.TrueForAll(other => other.Name != network.Name)),
        ];
    }

    /// <summary>SHA-256 of the network's weights.</summary>
    /// <exception cref="JobException">It is not on this machine.</exception>
    internal string Fingerprint(string name)
    {
        if (name == EmbeddedNetwork.Name)
            return EmbeddedHash.Value;
        var file = new FileInfo(PathOf(name));
        return _fingerprints.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), static key =>
        {
            using var content = File.OpenRead(key.Path);
            return Convert.ToHexStringLower(SHA256.HashData(content));
        });
    }

    /// <summary>Loads a network, owned by the caller.</summary>
    /// <exception cref="JobException">It is not on this machine.</exception>
    /// <exception cref="WeightFileException">Its file cannot be used.</exception>
    internal static FeatureEncoder Load(string name, torch.Device device)
    {
        var options = new EncoderOptions { Padding = Kernels.PaddingMode.Reflection, Device = device };
        return name == EmbeddedNetwork.Name ? EmbeddedNetwork.Load(options) : EncoderCheckpoint.Load(PathOf(name), options);
    }

    // Names only: a path would let anybody who can ask for a job read any file.
    private static string PathOf(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') && CachedWeights.Find(name) is { } cached
            ? cached.FullPath
            : throw new JobException(JobProblem.NotFound, OfficialWeights.All.Any(weight => weight.Name == name)
                ? $"The network {name} is not on the studio's machine: get it there with `atelier weights pull {name}`."
                : "There is no network of that name on the studio's machine.");

    // PyTorch's hub ends names in the first digits of their sums: vgg19-dcbb9e9d.pth.
    private static string ShortName(string file) =>
        OfficialWeights.All.FirstOrDefault(weight => weight.FileName == file)?.Name ?? Path.GetFileNameWithoutExtension(file);

    private static string TitleOf(string name) =>
        name.StartsWith("vgg", StringComparison.Ordinal) ? "VGG-" + name[3..].Replace("_bn", " with batch norm", StringComparison.Ordinal) : name;
}
