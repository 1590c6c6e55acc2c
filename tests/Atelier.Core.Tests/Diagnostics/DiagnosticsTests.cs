using Atelier.Imaging;

namespace Atelier.Core.Tests;

[NoTensorLeaks]
public sealed class DiagnosticsTests
{
    [Fact]
    public void TorchCheck_OnThisMachine_LoadsAndComputes()
    {
        var check = TorchCheck.Run();
        Assert.True(check.Loads && check.Computes, check.Problem);
        Assert.Null(check.Problem);
        Assert.True(check.Threads >= 1);
        Assert.StartsWith("2.10", check.LibTorchVersion, StringComparison.Ordinal);
        Assert.StartsWith("0.107", NativeTorch.TorchSharpVersion, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckLibrary_OnThisMachine_GivesAVersion() => Assert.Matches(@"^8\.\d+\.\d+$", ImageFile.CheckLibrary().Version);

    [Fact]
    public void MachineFacts_OnThisMachine_AreWithinReason()
    {
        var facts = MachineFacts.Read();
        Assert.Equal(Environment.ProcessorCount, facts.Cores);
        Assert.InRange(facts.TotalMemory, 1L << 28, 1L << 46);
        Assert.InRange(facts.AvailableMemory ?? 1, 1, 1L << 46);
        Assert.True(facts.TorchLoads && facts.TorchComputes, facts.TorchProblem);
        Assert.NotEmpty(facts.OperatingSystem);
        Assert.NotEmpty(facts.Processor);
    }
}
