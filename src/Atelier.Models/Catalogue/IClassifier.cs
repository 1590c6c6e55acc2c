using static TorchSharp.torch;

namespace Atelier.Models.Catalogue;

/// <summary>A network from images [N,3,H,W] to class scores [N,classes] that knows which of its layers learn alike.</summary>
public interface IClassifier
{
    /// <summary>Modules of each layer group, first layers first, the new classifier last: each parameter is in exactly one.</summary>
    IReadOnlyList<IReadOnlyList<nn.Module>> LayerGroups { get; }
}
