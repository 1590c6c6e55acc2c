using System.Text.Json;
using static Atelier.Core.Numbers;

namespace Atelier.Cli.Tests;

/// <summary>A libtorch that <c>ATELIER_LIBTORCH</c> names, laid out as Python's package has it.</summary>
public sealed class MachineLibTorchTests : IDisposable
{
    private const string DebiansPyTorch = "/usr/lib/python3/dist-packages/torch/lib";

    // e_ident and e_machine of an ELF file: 64 bits, little-endian, for that architecture.
    private static readonly byte[] ForX64 = [.. "\u007fELF\u0002\u0001\u0001"u8, .. new byte[9], 3, 0, 62, 0, .. new byte[44]];
    private static readonly byte[] ForArm64 = [.. "\u007fELF\u0002\u0001\u0001"u8, .. new byte[9], 3, 0, 183, 0, .. new byte[44]];

    private readonly TemporaryFolder _folder = new();

    public MachineLibTorchTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "ATELIER_LIBTORCH is for Linux");

    [Fact]
    public async Task Doctor_BesideALibTorchOfItsOwn_LoadsTheMachinesAndSaysFromWhere()
    {
        // Copied: a link would be the program's own file.
        Lay(File.Copy, "2.10.0+cu128");
        var machine = Machine((await AtelierProcess.RunAsync(Named(Library), "doctor", "--json")).ShouldExit(ExitCode.Done));
        Assert.Equal(("2.10.0+cu128", Library, true), (Text("libTorchVersion"), Text("libTorchFolder"), machine.GetProperty("isLibTorchOfMachine").GetBoolean()));
        Assert.True(machine.GetProperty("torchComputes").GetBoolean());

        string? Text(string name) => machine.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Doctor_WithoutTheVariable_LoadsItsOwn()
    {
        var machine = Machine((await AtelierProcess.RunAsync("doctor", "--json")).ShouldExit(ExitCode.Done));
        Assert.False(machine.GetProperty("isLibTorchOfMachine").GetBoolean());
        Assert.Equal(AppContext.BaseDirectory.TrimEnd('/'), machine.GetProperty("libTorchFolder").GetString()!.TrimEnd('/'));
    }

    [Fact]
    public async Task Stylize_WithoutALibTorchOfItsOwn_PaintsWithTheMachines()
    {
        Lay((from, to) => File.CreateSymbolicLink(to, from), version: null);
        using (var photo = TorchSharp.torch.full([1, 3, 30, 40], Number(0.5f)))
            Imaging.ImageFile.Write(_folder["photo.png"], photo);
        using var program = new ProgramCopy(file => !IsLibTorch(file));
        string[] stylize = ["stylize", _folder["photo.png"], _folder["photo.png"], "-o", _folder["out.png"], "--size", "64", "--evaluations", "12"];
        (await program.RunAsync(Named(_folder["torch"]), stylize)).ShouldExit(ExitCode.Done);
        Assert.True(File.Exists(_folder["out.png"]));

        var ended = (await program.RunAsync([.. stylize, "--force"])).ShouldExit(ExitCode.Failed);
        Assert.Contains("ATELIER_LIBTORCH", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Networks_WhereNothingUsedTorchBefore_LoadTheMachines()
    {
        Lay((from, to) => File.CreateSymbolicLink(to, from), "2.10.0");
        (await AtelierProcess.RunAsync(Named(Library), "networks", "show", "resnet18")).ShouldExit(ExitCode.Done);
    }

    [Fact]
    public async Task AnyCommand_WhereTheFolderDoesNotExist_SaysSo() => await ShouldRefuseAsync(_folder["nowhere"], "which is no folder");

    [Fact]
    public async Task AnyCommand_WhereTheFolderHasNoLibTorch_SaysWhatIsMissing()
    {
        Directory.CreateDirectory(_folder["torch"]);
        await ShouldRefuseAsync(_folder["torch"], "where neither the folder nor its lib has libtorch_cpu.so");
    }

    [Theory]
    [InlineData("libc10.so"), InlineData("libtorch.so")]
    public async Task AnyCommand_WhereALibraryIsMissing_NamesIt(string missing)
    {
        LayEmpty(ForX64, "2.10.0");
        File.Delete(Path.Combine(Library, missing));
        await ShouldRefuseAsync(Library, $"which lacks {missing}");
    }

    [Fact]
    public async Task AnyCommand_WhereHalfOfCudaIsMissing_NamesIt()
    {
        LayEmpty(ForX64, "2.10.0");
        await File.WriteAllBytesAsync(Path.Combine(Library, "libtorch_cuda.so"), ForX64, TestContext.Current.CancellationToken);
        await ShouldRefuseAsync(Library, "which lacks libc10_cuda.so");
    }

    [Fact]
    public async Task AnyCommand_ForAnotherArchitecture_NamesIt()
    {
        LayEmpty(ForArm64, "2.10.0");
        await ShouldRefuseAsync(Library, "whose libtorch_cpu.so is for AArch64");
    }

    [Fact]
    public async Task AnyCommand_WhereTheFileIsNoLibrary_SaysSo()
    {
        LayEmpty([.. "version https://git-lfs.github.com/spec/v1"u8], "2.10.0");
        await ShouldRefuseAsync(Library, "whose libtorch_cpu.so is no 64-bit Linux library");
    }

    [Theory]
    [InlineData("2.9.1+cu128"), InlineData("2.11.0"), InlineData("2.100.0"), InlineData("1.13.1")]
    public async Task AnyCommand_ForAnotherVersion_NamesBoth(string version)
    {
        LayEmpty(ForX64, version);
        await ShouldRefuseAsync(Library, $"which is libtorch {version}, but TorchSharp 0.107.0 needs 2.10");
    }

    [Fact]
    public async Task AnyCommand_ForAnArchiveOfAnotherVersion_NamesBoth()
    {
        LayEmpty(ForX64, version: null);
        await File.WriteAllTextAsync(Path.Combine(_folder["torch"], "build-version"), "2.8.0+cpu\n", TestContext.Current.CancellationToken);
        await ShouldRefuseAsync(_folder["torch"], "which is libtorch 2.8.0+cpu, but TorchSharp 0.107.0 needs 2.10");
    }

    [Fact]
    public async Task AnyCommand_WhereTheLibraryIsDamaged_PassesOnWhatTheLoaderSays()
    {
        LayEmpty(ForX64, "2.10.0");
        await ShouldRefuseAsync(Library, "which does not load (");
    }

    [Fact]
    public async Task AnyCommand_WithDebiansPyTorch_NamesBothVersions()
    {
        Assert.SkipUnless(Directory.Exists(DebiansPyTorch), "Debian's python3-torch is not installed");
        await ShouldRefuseAsync(DebiansPyTorch, "which is libtorch 1.13.");
    }

    public void Dispose() => _folder.Dispose();

    private string Library => Path.Combine(_folder["torch"], "lib");

    private static bool IsLibTorch(string file) => file.StartsWith("libtorch", StringComparison.Ordinal) || file.StartsWith("libc10", StringComparison.Ordinal)
        || file.StartsWith("libgomp", StringComparison.Ordinal) || file.StartsWith("libshm", StringComparison.Ordinal);

    private static Dictionary<string, string> Named(string folder) => new() { ["ATELIER_LIBTORCH"] = folder };

    private static JsonElement Machine(AtelierProcess.Ended ended) => JsonDocument.Parse(ended.Output).RootElement.GetProperty("machine");

    private static async Task ShouldRefuseAsync(string folder, string reason)
    {
        var ended = (await AtelierProcess.RunAsync(Named(folder), "networks", "show", "resnet18")).ShouldExit(ExitCode.Failed).ShouldShowNoStackTrace();
        Assert.StartsWith($"atelier: ATELIER_LIBTORCH names {folder}, {reason}", ended.Error, StringComparison.Ordinal);
        Assert.EndsWith("or unset ATELIER_LIBTORCH to use the program's own libtorch.\n", ended.Error, StringComparison.Ordinal);
        Assert.Single(ended.Error.TrimEnd().Split('\n'));
        Assert.Equal("", ended.Output);
    }

    // The program's own libtorch in the layout of a Python package.
    private void Lay(Action<string, string> copy, string? version)
    {
        LayVersion(version);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => IsLibTorch(Path.GetFileName(file))))
            copy(file, Path.Combine(Library, Path.GetFileName(file)));
    }

    private void LayEmpty(byte[] library, string? version)
    {
        LayVersion(version);
        foreach (var file in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so"])
            File.WriteAllBytes(Path.Combine(Library, file), library);
    }

    private void LayVersion(string? version)
    {
        Directory.CreateDirectory(Library);
        if (version is not null)
            File.WriteAllText(Path.Combine(_folder["torch"], "version.py"), $"from typing import Optional\n\n__version__ = '{version}'\ndebug = False\n");
    }
}
