using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>How large a network is.</summary>
public static class ParameterCount
{
    /// <summary>How many numbers a network learns, trained at present or frozen.</summary>
    public static long Count(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.parameters().Sum(parameter => parameter.numel());
    }
}
