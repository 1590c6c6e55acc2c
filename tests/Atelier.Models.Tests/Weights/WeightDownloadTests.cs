using System.Security.Cryptography;
using Atelier.Core;

namespace Atelier.Models.Tests;

public sealed class WeightDownloadTests : IDisposable
{
    private static readonly byte[] Body = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 % 251))];
    private static readonly PublishedWeights Weight = new("net", "net.pth", Convert.ToHexStringLower(SHA256.HashData(Body))) { Bytes = Body.Length };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Pull_FromAGoodServer_WritesTheFileAndTellsProgress()
    {
        using var server = new WeightServer(Body, Answer.Well);
        var seen = new List<DownloadProgress>();
        var pulled = await Download(server).PullAsync(Weight, new Collector(seen));
        Assert.Equal(Body, File.ReadAllBytes(_folder["net.pth"]));
        Assert.Equal((_folder["net.pth"], Body.LongLength, Body.LongLength, Weight.Sha256), (pulled.Path, pulled.Bytes, pulled.Downloaded, pulled.Sha256));
        Assert.Equal((Body.Length, Body.Length), (seen[^1].Bytes, seen[^1].Total));
        Assert.True(seen[^1].BytesPerSecond > 0);
        AssertNothingElse();
    }

    [Fact]
    public async Task Pull_OfAFileThatIsThere_AsksNobody()
    {
        using var server = new WeightServer(Body, Answer.NotFound);
        _folder.Write("net.pth", Body);
        Assert.Equal(0, (await Download(server).PullAsync(Weight)).Downloaded);
        Assert.Empty(server.Ranges);
    }

    [Fact]
    public async Task Pull_OverADamagedFile_ReplacesIt()
    {
        using var server = new WeightServer(Body, Answer.Well);
        _folder.Write("net.pth", [1, 2, 3]);
        await Download(server).PullAsync(Weight);
        Assert.Equal(Body, File.ReadAllBytes(_folder["net.pth"]));
    }

    [Theory]
    [InlineData(Answer.Cut)]
    [InlineData(Answer.Stall)]
    public async Task Pull_WhenTheServerStopsMidway_ContinuesThere(Answer answer)
    {
        using var server = new WeightServer(Body, answer, answer, Answer.Well);
        var pulled = await Download(server).PullAsync(Weight);
        Assert.Equal(Body, File.ReadAllBytes(_folder["net.pth"]));
        Assert.Equal(Body.Length, pulled.Downloaded);
        Assert.Equal(["", "bytes=150000-", "bytes=225000-"], server.Ranges);
        AssertNothingElse();
    }

    [Fact]
    public async Task Pull_WithoutETags_ContinuesByTheFilesLength()
    {
        using var server = new WeightServer(Body, Answer.Cut, Answer.Well) { GivesETag = false };
        await Download(server).PullAsync(Weight with { Bytes = null });
        Assert.Equal(["", "bytes=150000-"], server.Ranges);
        Assert.Equal(Body, File.ReadAllBytes(_folder["net.pth"]));
    }

    [Fact]
    public async Task Pull_FromAServerWithoutRanges_StartsAgain()
    {
        using var server = new WeightServer(Body, Answer.Cut, Answer.WholeAlways);
        var pulled = await Download(server).PullAsync(Weight);
        Assert.Equal(Body, File.ReadAllBytes(_folder["net.pth"]));
        Assert.Equal(Body.Length * 3 / 2, pulled.Downloaded);
    }

    [Fact]
    public async Task Pull_AfterAnInterruptedRun_ContinuesThere()
    {
        using var server = new WeightServer(Body, Answer.Cut, Answer.Well);
        await Assert.ThrowsAsync<DownloadException>(() => Download(server, attempts: 1).PullAsync(Weight));
        Assert.Equal(150_000, new FileInfo(_folder[".net.pth.part"]).Length);
        var pulled = await Download(server).PullAsync(Weight);
        Assert.Equal(150_000, pulled.Downloaded);
        Assert.Equal(Body, File.ReadAllBytes(_folder["net.pth"]));
    }

    [Fact]
    public async Task Pull_OfAPartThatIsWhole_OnlyChecksIt()
    {
        using var server = new WeightServer(Body, Answer.Well);
        _folder.Write(".net.pth.part", Body);
        File.WriteAllLines(_folder[".net.pth.part.note"], [new Uri(server.Address, "net.pth").AbsoluteUri, "\"one\"", "300000"]);
        Assert.Equal(0, (await Download(server).PullAsync(Weight)).Downloaded);
        Assert.Equal(Body, File.ReadAllBytes(_folder["net.pth"]));
    }

    [Fact]
    public async Task Pull_OfAPartWithoutItsNote_StartsAgain()
    {
        using var server = new WeightServer(Body, Answer.Well);
        _folder.Write(".net.pth.part", [9, 9, 9]);
        await Download(server).PullAsync(Weight);
        Assert.Equal([""], server.Ranges);
        Assert.Equal(Body, File.ReadAllBytes(_folder["net.pth"]));
    }

    [Theory]
    [InlineData(new[] { Answer.Corrupt })]
    [InlineData(new[] { Answer.Cut, Answer.Corrupt })]
    [InlineData(new[] { Answer.Cut, Answer.Changed })]
    public async Task Pull_OfOtherBytes_DeletesThemAndSaysSo(Answer[] answers)
    {
        using var server = new WeightServer(Body, answers);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download(server).PullAsync(Weight));
        Assert.Contains($"net.pth: arrived damaged (SHA-256 ", error.Message);
        Assert.Contains($"expected {Weight.Sha256}", error.Message);
        Assert.Empty(Directory.GetFiles(_folder[""]));
    }

    [Fact]
    public async Task Pull_WithAPrefixOfTheSum_ChecksThePrefix()
    {
        using var server = new WeightServer(Body, Answer.Well, Answer.Corrupt);
        var short8 = PublishedWeights.FromFileName($"net-{Weight.Sha256[..8]}.pth")!;
        Assert.Equal(Weight.Sha256, (await Download(server).PullAsync(short8)).Sha256);
        File.Delete(_folder[short8.FileName]);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download(server).PullAsync(short8));
        Assert.Contains($"expected {Weight.Sha256[..8]})", error.Message);
    }

    [Fact]
    public async Task Pull_OfAnUnknownFile_FailsAtOnce()
    {
        using var server = new WeightServer(Body, Answer.NotFound);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download(server).PullAsync(Weight));
        Assert.Contains("net.pth: the server answers 404 (NotFound)", error.Message);
        Assert.Single(server.Ranges);
        Assert.Empty(Directory.GetFiles(_folder[""]));
    }

    [Fact]
    public async Task Pull_FromAServerThatStaysOverloaded_GivesUpAfterTheAttempts()
    {
        using var server = new WeightServer(Body, Answer.Unavailable);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download(server, attempts: 3).PullAsync(Weight));
        Assert.Contains("in 3 attempts", error.Message);
        Assert.Equal(3, server.Ranges.Count);
    }

    [Fact]
    public async Task Pull_FromAServerThatStaysSilent_SaysHowLong()
    {
        using var server = new WeightServer([1], Answer.Stall);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download(server, attempts: 2, stall: TimeSpan.FromSeconds(0.3)).PullAsync(Weight with { Bytes = 1 }));
        Assert.Contains("no byte arrived for 0.3 s", error.Message);
    }

    [Fact]
    public async Task Pull_FromNoServer_SaysSo()
    {
        Uri gone;
        using (var server = new WeightServer(Body, Answer.Well))
            gone = server.Address;
        var download = new WeightDownload(_folder[""], gone.AbsoluteUri, new() { Attempts = 2, RetryDelay = TimeSpan.Zero });
        var error = await Assert.ThrowsAsync<DownloadException>(() => download.PullAsync(Weight));
        Assert.Contains("could not be downloaded in 2 attempts", error.Message);
    }

    [Fact]
    public async Task Pull_OfAFileOfAnotherSize_StopsBeforeTheBody()
    {
        using var server = new WeightServer(Body, Answer.Well);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download(server).PullAsync(Weight with { Bytes = 7 }));
        Assert.Contains("offers 300000 bytes instead of 7", error.Message);
    }

    [Fact]
    public async Task Pull_OntoAFullDisk_StopsBeforeTheBody()
    {
        using var server = new WeightServer(Body, Answer.Well);
        var download = new WeightDownload(_folder[""], server.Address.AbsoluteUri, new() { FreeSpace = _ => 1000 });
        var error = await Assert.ThrowsAsync<DownloadException>(() => download.PullAsync(Weight));
        Assert.Contains("has 0 MiB free, but net.pth needs 16 MiB", error.Message);
    }

    [Fact]
    public async Task Pull_WhenCanceled_KeepsWhatArrived()
    {
        using var server = new WeightServer(Body, Answer.Stall, Answer.Well);
        using var cancel = new CancellationTokenSource();
        var running = Download(server, stall: TimeSpan.FromMinutes(1)).PullAsync(Weight, cancellationToken: cancel.Token);
        while (!(new FileInfo(_folder[".net.pth.part"]) is { Exists: true, Length: > 0 }))
            await Task.Delay(10);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.InRange(new FileInfo(_folder[".net.pth.part"]).Length, 1, 150_000);
        await Download(server).PullAsync(Weight);
        Assert.StartsWith("bytes=", server.Ranges[1]);
    }

    [Fact]
    public async Task Pull_TwiceAtOnce_LetsOneFail()
    {
        using var server = new WeightServer(Body, Answer.Stall, Answer.Well);
        var first = Download(server).PullAsync(Weight);
        while (!File.Exists(_folder[".net.pth.part"]))
            await Task.Delay(10);
        await Assert.ThrowsAsync<FileAccessException>(() => Download(server).PullAsync(Weight));
        await first;
    }

    [Fact]
    public void Mirror_OfAnotherScheme_Throws() =>
        Assert.Throws<ArgumentException>(() => new WeightDownload(mirror: "file:///etc/"));

    public void Dispose() => _folder.Dispose();

    private WeightDownload Download(WeightServer server, int attempts = 5, TimeSpan? stall = null) => new(
        _folder[""], server.Address.AbsoluteUri, new() { Attempts = attempts, StallTimeout = stall ?? TimeSpan.FromSeconds(2), RetryDelay = TimeSpan.Zero });

    private void AssertNothingElse() => Assert.Equal([_folder["net.pth"]], Directory.GetFiles(_folder[""]));

    private sealed class Collector(List<DownloadProgress> seen) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => seen.Add(value);
    }
}
