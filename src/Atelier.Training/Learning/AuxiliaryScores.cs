using static TorchSharp.torch;

namespace Atelier.Training;

/// <summary>The outputs of a network with auxiliary heads.</summary>
/// <param name="Of">[N,...] to logits [N,C] each: the network's own first, then the heads'.</param>
/// <param name="Weights">How much each head's loss counts beside the network's own.</param>
public sealed record AuxiliaryScores(Func<Tensor, IReadOnlyList<Tensor>> Of, IReadOnlyList<double> Weights);
