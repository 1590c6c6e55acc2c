namespace Atelier.Core.Tests;

public sealed class LoaderMessageTests
{
    [Fact]
    public void Essence_OfALinuxLoadFailure_IsTheLoadersOwnLine() =>
        Assert.Equal(
            "libgomp.so.1: cannot open shared object file",
            LoaderMessage.Essence(new DllNotFoundException("Unable to load; consider LD_DEBUG: \nlibgomp.so.1: cannot open shared object file\nother: not found\n")));

    [Fact]
    public void Essence_OfAWrappedException_IsTheInnermostMessage() =>
        Assert.Equal("reason", LoaderMessage.Essence(new TypeInitializationException("X", new InvalidOperationException("reason"))));
}
