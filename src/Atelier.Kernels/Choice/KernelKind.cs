namespace Atelier.Kernels;

/// <summary>What computes convolutions, pools and Gram products on the CPU.</summary>
internal enum KernelKind
{
    /// <summary>libtorch, on any processor.</summary>
    Torch,

    /// <summary>Our kernels on vectors of 128 bits, as ARM's processors have them.</summary>
    Neon,

    /// <summary>On vectors of 256 bits.</summary>
    Avx2,

    /// <summary>On vectors of 512 bits.</summary>
    Avx512,
}
