using Atelier.Models;

namespace Atelier.Cli;

/// <summary>Finds what <c>--network</c> names: a network of the catalog whose weights are on this machine, or a weight file.</summary>
internal static class NetworkFile
{
    /// <summary>Loads it, owned by the caller.</summary>
    /// <exception cref="UsageException">There is no network of that name.</exception>
    public static FeatureEncoder Load(string network, EncoderOptions options) => Invocation.Build(() => NetworkCatalog.LoadEncoder(network, options));
}
