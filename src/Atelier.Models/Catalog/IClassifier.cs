using static TorchSharp.torch;

namespace Atelier.Models;

/// <summary>A network from images [N,3,H,W] to class scores [N,classes] that knows its stages, and which of its layers learn alike.</summary>
public interface IClassifier
{
    /// <summary>What an image goes through, one after another, up to the last features; those with a name can be tapped.</summary>
    IReadOnlyList<Step> Stages { get; }

    /// <summary>Modules of each layer group, first layers first, the new classifier last: each parameter is in exactly one.</summary>
    IReadOnlyList<IReadOnlyList<nn.Module>> LayerGroups { get; }
}
