using System.Collections.Concurrent;
using System.Security.Cryptography;
using Atelier.Core;
using Atelier.Models;
using TorchSharp;

namespace Atelier.Jobs;

/// <summary>The networks of the catalog that jobs can see with. Thread-safe.</summary>
public sealed class JobNetworks
{
    private static readonly Lazy<string> EmbeddedFingerprint = new(() =>
    {
        using var weights = EmbeddedNetwork.OpenWeights();
        return Convert.ToHexStringLower(SHA256.HashData(weights));
    });

    // Hashing half a gigabyte takes a second: once for each state of a file.
    private readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> _fingerprints = new();

    internal JobNetworks()
    {
    }

    /// <summary>The embedded network, those whose weights are on this machine, and those of the VGG family that can be downloaded.</summary>
#pragma warning disable CA1822 // Part of what the networks are asked; that the folder is the user's, and so static, is no caller's business.
    public IReadOnlyList<NetworkChoice> List()
#pragma warning restore CA1822
    {
        var here = NetworkCatalog.NamesHere();
        return
        [
            .. here.Select(name => name == EmbeddedNetwork.Name
                ? new NetworkChoice(name, "Atelier", "Built in, small and fast: VGG-19's first three blocks, distilled.", true, true)
                : new NetworkChoice(name, TitleOf(name), "From this machine's weights.", false, true)),
            .. NetworkCatalog.All.Where(network => network is { IsVgg: true, Weights: not null } && !here.Contains(network.Name)).Select(network =>
                new NetworkChoice(network.Name, TitleOf(network.Name), $"Trained on ImageNet; download it with `atelier weights pull {network.Name}`.", false, false)),
        ];
    }

    /// <summary>SHA-256 of the network's weights.</summary>
    /// <exception cref="JobException">It is not on this machine.</exception>
    internal string Fingerprint(string name)
    {
        if (name == EmbeddedNetwork.Name)
            return EmbeddedFingerprint.Value;
        var file = new FileInfo(Find(name).FindFile());
        return _fingerprints.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), static key =>
        {
            using var content = File.OpenRead(key.Path);
            return Convert.ToHexStringLower(SHA256.HashData(content));
        });
    }

    /// <summary>Loads a network, owned by the caller.</summary>
    /// <exception cref="JobException">It is not on this machine.</exception>
    /// <exception cref="WeightFileException">Its file cannot be used.</exception>
    internal static FeatureEncoder Load(string name, torch.Device device) =>
        Find(name).LoadEncoder(new() { Padding = Kernels.PaddingMode.Reflection, Device = device });

    // Names only: a path would let anybody who can ask for a job read any file.
    private static NetworkEntry Find(string name) => NetworkCatalog.TryFind(name) switch
    {
        { IsHere: true } network => network,
        { } => throw new JobException(JobProblem.NotFound, $"The network {name} is not on the studio's machine: download it there with `atelier weights pull {name}`."),
        null => throw new JobException(JobProblem.NotFound, "There is no network of that name on the studio's machine."),
    };

    private static string TitleOf(string name) =>
        name.StartsWith("vgg", StringComparison.Ordinal) ? "VGG-" + name[3..].Replace("_bn", " with batch norm", StringComparison.Ordinal) : name;
}
