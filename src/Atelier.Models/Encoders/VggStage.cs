using Atelier.Kernels;

namespace Atelier.Models;

/// <summary>A step of the chain: a convolution with its ReLU, or, where there is none, a pool.</summary>
internal sealed record VggStage(string Name, IConvolution? Convolution);
