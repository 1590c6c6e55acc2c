using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>Looks for values that are infinite or not numbers.</summary>
internal static class NotNumbers
{
    /// <summary>The name of the first parameter or buffer that has one; null if there is none.</summary>
    public static string? FirstIn(nn.Module network)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        // The sum of the magnitudes is finite only if each is, or where they are absurdly large.
        return network.state_dict().FirstOrDefault(entry => entry.Value.is_floating_point() && !double.IsFinite(entry.Value.abs().sum(ScalarType.Float64).item<double>())).Key;
    }
}
