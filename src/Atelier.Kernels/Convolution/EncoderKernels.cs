namespace Atelier.Kernels;

/// <summary>The encoder's operations on the CPU, by kind.</summary>
internal static class EncoderKernels
{
    public static IKernels Of(KernelKind kind) => kind switch
    {
        KernelKind.Avx512 => SimdKernels<Lanes16>.Instance,
        KernelKind.Avx2 => SimdKernels<Lanes8>.Instance,
        KernelKind.Neon => SimdKernels<Lanes4>.Instance,
        _ => TorchKernels.Instance,
    };
}
