using Atelier.Models;

namespace Atelier.Cli;

/// <summary>Finds what <c>--network</c> names: the embedded network, one that was pulled, or a weight file.</summary>
internal static class NetworkFile
{
    /// <summary>Loads it, owned by the caller.</summary>
    /// <exception cref="InputException">It is not on this machine.</exception>
    public static FeatureEncoder Load(string network, EncoderOptions options) =>
        network == EmbeddedNetwork.Name ? EmbeddedNetwork.Load(options) : EncoderCheckpoint.Load(Find(network), options);

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
