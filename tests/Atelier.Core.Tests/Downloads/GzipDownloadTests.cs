using System.IO.Compression;

namespace Atelier.Core.Tests;

public sealed class GzipDownloadTests : IDisposable
{
    private static readonly byte[] Plain = [.. Enumerable.Range(0, 400_000).Select(i => (byte)(i * 2654435761L >> 11))];
    private static readonly byte[] Packed = Pack(Plain);

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder["sets/sample.tar"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pull_FromAGoodServer_UnpacksTheFile_AndASecondTimeAsksNobody()
    {
        using var server = new WeightServer(Packed, Answer.Well);
        Assert.Equal(Packed.Length, await PullAsync(server));
        Assert.Equal(Plain, File.ReadAllBytes(Target));
        AssertNothingElse();
        Assert.Equal(0, await PullAsync(server));
        Assert.Single(server.Ranges);
    }

    [Theory]
    [InlineData(Answer.Cut)]
    [InlineData(Answer.Stall)]
    public async Task Pull_WhenTheServerStopsMidway_ContinuesThere(Answer answer)
    {
        using var server = new WeightServer(Packed, answer, Answer.Well);
        Assert.Equal(Packed.Length, await PullAsync(server));
        Assert.Equal(["", $"bytes={Packed.Length / 2}-"], server.Ranges);
        Assert.Equal(Plain, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Pull_AfterAnInterruptedRun_ContinuesThere()
    {
        using var server = new WeightServer(Packed, Answer.Cut, Answer.Well);
        await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server, attempts: 1));
        Assert.False(File.Exists(Target));
        Assert.Equal(Packed.Length - Packed.Length / 2, await PullAsync(server));
        AssertNothingElse();
    }

    [Fact]
    public async Task Pull_OfDamagedBytes_DeletesThemAndSaysSo()
    {
        using var server = new WeightServer(Packed, Answer.Corrupt);
        await Refuses(server, "arrived damaged, or is not a gzip file, and was deleted");
    }

    [Fact]
    public async Task Pull_OfAFileThatTheServerHasOnlyInPart_DeletesItAndSaysSo()
    {
        using var server = new WeightServer(Packed[..^1000], Answer.Well);
        await Refuses(server, "arrived damaged");
    }

    [Fact]
    public async Task Pull_OfAWebPage_DeletesItAndSaysSo()
    {
        using var server = new WeightServer([.. "<html>Sign in first.</html>"u8], Answer.Well);
        await Refuses(server, "arrived damaged, or is not a gzip file");
    }

    [Fact]
    public async Task Pull_OfAMissingFile_FailsAtOnce()
    {
        using var server = new WeightServer(Packed, Answer.NotFound);
        await Refuses(server, "the server answers 404 (NotFound); check the address.");
        Assert.Single(server.Ranges);
    }

    [Fact]
    public async Task Pull_OntoADiskWithoutRoomForBothCopies_StopsBeforeTheBody()
    {
        using var server = new WeightServer(Packed, Answer.Well);
        var patience = new DownloadPatience { FreeSpace = _ => (16 << 20) + Packed.Length };
        var error = await Assert.ThrowsAsync<DownloadException>(() => GzipDownload.PullAsync(Url(server), Target, patience));
        Assert.Contains("has 16 MiB free, but sample.tar needs 16 MiB; free some, or choose another folder.", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(plain);
        return packed.ToArray();
    }

    private static Uri Url(WeightServer server) => new(server.Address, "sample.tar.gz");

    private Task<long> PullAsync(WeightServer server, int attempts = 3) =>
        GzipDownload.PullAsync(Url(server), Target, new() { Attempts = attempts, StallTimeout = TimeSpan.FromSeconds(2), RetryDelay = TimeSpan.Zero });

    private async Task Refuses(WeightServer server, string problem)
    {
        var error = await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server));
        Assert.StartsWith($"{Url(server)}: {problem}", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["sets"]));
    }

    private void AssertNothingElse() => Assert.Equal([Target], Directory.GetFiles(_folder["sets"]));
}
