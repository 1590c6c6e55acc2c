namespace Atelier.Kernels.Tests;

public sealed class KernelChoiceTests
{
    [Fact]
    public void Choose_WithoutTheVariable_TakesTheWidestThatRuns()
    {
        Assert.Equal((KernelKind.Avx2, null), KernelChoice.Choose(null, kind => kind <= KernelKind.Avx2));
        Assert.Equal((KernelKind.Neon, null), KernelChoice.Choose(null, kind => kind <= KernelKind.Neon));
        Assert.Equal((KernelKind.Torch, null), KernelChoice.Choose(null, kind => kind is KernelKind.Torch));
    }

    [Theory, InlineData("torch"), InlineData("neon"), InlineData("avx2"), InlineData("avx512")]
    public void Choose_WithAKind_TakesIt(string name) =>
        Assert.Equal((Enum.Parse<KernelKind>(name, ignoreCase: true), null), KernelChoice.Choose(name, _ => true));

    [Theory, InlineData("sse"), InlineData("AVX2"), InlineData("3"), InlineData(" torch")]
    public void Choose_OfAnythingElse_NamesTheKinds(string value) =>
        Assert.Equal(
            $"ATELIER_KERNELS is '{value}', which is none of avx512, avx2, neon, torch: correct it or unset it.",
            KernelChoice.Choose(value, _ => true).Problem);

    [Fact]
    public void Choose_OfWhatTheProcessorLacks_NamesWhatItHas() =>
        Assert.Equal(
            "ATELIER_KERNELS is 'avx512', but this processor runs only avx2, neon, torch: choose one of them or unset it.",
            KernelChoice.Choose("avx512", kind => kind is not KernelKind.Avx512).Problem);
}
