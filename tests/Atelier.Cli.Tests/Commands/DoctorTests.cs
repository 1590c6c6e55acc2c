using System.Text.Json;

namespace Atelier.Cli.Tests;

public sealed class DoctorTests
{
    [Fact]
    public async Task Doctor_Json_SaysThatTorchComputes()
    {
        var ended = (await AtelierProcess.RunAsync("doctor", "--json")).ShouldExit(ExitCode.Done);
        var report = JsonDocument.Parse(ended.Output).RootElement;
        Assert.True(report.GetProperty("healthy").GetBoolean());
        Assert.True(report.GetProperty("machine").GetProperty("torchLoads").GetBoolean());
        Assert.True(report.GetProperty("machine").GetProperty("torchComputes").GetBoolean());
        Assert.Equal(Environment.ProcessorCount, report.GetProperty("machine").GetProperty("cores").GetInt32());
        Assert.Single(ended.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Doctor_ForPeople_Fits80ColumnsAndSaysHowToGetANetwork()
    {
        var empty = Directory.CreateTempSubdirectory("atelier-test-").FullName;
        try
        {
            var ended = (await InProcess.EndAsync(new Dictionary<string, string> { ["ATELIER_CACHE"] = empty }, "doctor")).ShouldExit(ExitCode.Done);
            Assert.All(ended.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
            Assert.Contains("atelier weights pull vgg19", ended.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("\u001b", ended.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
        }
    }

    [Fact]
    public async Task Doctor_WithWeightFiles_ListsThem()
    {
        var cache = Directory.CreateTempSubdirectory("atelier-test-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(cache, "weights"));
            await File.WriteAllBytesAsync(Path.Combine(cache, "weights", "vgg19.safetensors"), new byte[3 << 20]);
            var ended = (await InProcess.EndAsync(new Dictionary<string, string> { ["ATELIER_CACHE"] = cache }, "doctor")).ShouldExit(ExitCode.Done);
            Assert.Contains("vgg19.safetensors, 3.0 MiB", ended.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    [Fact]
    public async Task Doctor_WhereTheCacheCannotBeWritten_StillComputes() =>
        (await AtelierProcess.RunAsync(new Dictionary<string, string> { ["ATELIER_CACHE"] = "/dev/null/nowhere", ["HOME"] = "" }, "doctor", "--json")).ShouldExit(ExitCode.Done);

    [Fact]
    public async Task Doctor_WithKernelsForced_SaysSoAndThatTheyAreSlow()
    {
        var ended = (await AtelierProcess.RunAsync(new Dictionary<string, string> { ["ATELIER_KERNELS"] = "torch" }, "doctor", "--json")).ShouldExit(ExitCode.Done);
        var kernels = JsonDocument.Parse(ended.Output).RootElement.GetProperty("kernels");
        Assert.Equal("torch", kernels.GetProperty("name").GetString());
        Assert.True(kernels.GetProperty("isForced").GetBoolean());
        Assert.EndsWith("is faster here: unset it.", kernels.GetProperty("warning").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WithKernelsThatDoNotExist_NamesThoseThatDoAndExits1()
    {
        var ended = (await AtelierProcess.RunAsync(new Dictionary<string, string> { ["ATELIER_KERNELS"] = "sse" }, "doctor")).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace();
        Assert.Contains("ATELIER_KERNELS is 'sse', which is none of avx512, avx2, neon, torch: correct it or unset it.", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libtorch_cpu.so")]
    [InlineData("libLibTorchSharp.so")]
    public async Task Doctor_WhereANativeFileIsMissing_NamesItAndExits1(string missing)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the names are Linux's");
        using var copy = new ProgramCopy(file => file != missing);
        var ended = (await copy.RunAsync("doctor", "--json")).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace();
        var machine = JsonDocument.Parse(ended.Output).RootElement.GetProperty("machine");
        Assert.False(machine.GetProperty("torchLoads").GetBoolean());
        Assert.Contains(missing, machine.GetProperty("torchProblem").GetString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(copy["cpu"]), "TorchSharp copied libtorch beside the program");
    }
}
