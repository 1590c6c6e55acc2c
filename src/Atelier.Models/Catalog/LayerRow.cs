namespace Atelier.Models;

/// <summary>A module of a network, as one image meets it.</summary>
/// <param name="Name">Its name in the state dict, for example <c>Mixed_5b.branch5x5_1</c>.</param>
/// <param name="Kind">What it is, for example <c>Conv2d</c>, or the block's name in the paper.</param>
/// <param name="Depth">How many modules hold it; 0 for the network's own.</param>
/// <param name="Output">Its output's shape without the batch, for example [64,35,35].</param>
/// <param name="Parameters">What it and the modules in it learn.</param>
/// <param name="MultiplyAdds">Of its convolutions and full layers; a bias, a batch norm, a pool count nothing.</param>
public sealed record LayerRow(string Name, string Kind, int Depth, IReadOnlyList<long> Output, long Parameters, long MultiplyAdds);
