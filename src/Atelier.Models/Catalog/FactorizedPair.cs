namespace Atelier.Models;

/// <summary>A 1 x n and an n x 1 convolution, one after the other, in place of one of n x n.</summary>
/// <param name="Block">The block that has them, by its name in the state dict.</param>
/// <param name="Length">n.</param>
/// <param name="Inputs">Input channels of the first.</param>
/// <param name="Between">Its output channels.</param>
/// <param name="Outputs">Output channels of the second.</param>
/// <param name="Grid">Height and width of what they see.</param>
public sealed record FactorizedPair(string Block, int Length, int Inputs, int Between, int Outputs, int Grid)
{
    /// <summary>Weights of the two.</summary>
    public long Parameters => (long)Length * Between * (Inputs + Outputs);

    /// <summary>Weights of the n x n convolution from the same inputs to the same outputs.</summary>
    public long WholeParameters => (long)Length * Length * Inputs * Outputs;

    /// <summary>Multiply-adds of the two, for one image.</summary>
    public long MultiplyAdds => Parameters * Grid * Grid;

    /// <summary>Multiply-adds of the n x n convolution.</summary>
    public long WholeMultiplyAdds => WholeParameters * Grid * Grid;
}
