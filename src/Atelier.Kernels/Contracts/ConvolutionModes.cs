namespace Atelier.Kernels;

/// <summary>What a convolution sees beyond the image's border.</summary>
public enum PaddingMode
{
    /// <summary>Zeros, as the networks were trained.</summary>
    Zero,

    /// <summary>The image mirrored at its border pixels (d c b | a b c d | c b a): no dark or bright frame in the result.</summary>
    Reflection,
}

/// <summary>How a 2x2 window becomes one value.</summary>
public enum PoolingMode
{
    /// <summary>The largest, as the networks were trained.</summary>
    Max,

    /// <summary>The mean: smoother gradients, and the choice of Gatys et al. 2015.</summary>
    Average,
}

/// <summary>How a convolution is computed.</summary>
public enum ConvolutionMethod
{
    /// <summary>By Winograd's F(4x4, 3x3): about 2.5 times faster, with rounding errors some ten times those of the direct sum.</summary>
    Winograd,

    /// <summary>By libtorch, as the sum that defines it: for comparison with other implementations, number by number.</summary>
    Direct,
}
