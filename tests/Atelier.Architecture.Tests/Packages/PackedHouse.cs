using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Atelier.Architecture.Tests;

/// <summary>All libraries, packed into a feed, and a console project outside the checkout that takes them from there.</summary>
/// <remarks>
/// The packages of this house are unpacked into a folder of the test's own, as on a machine that never saw them. Those of others,
/// libtorch among them, come from the machine's folder of packages: nothing is downloaded.
/// </remarks>
public sealed partial class PackedHouse : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Packs what was built beside the tests, and restores the project.</summary>
    public PackedHouse()
    {
        Run(Checkout.Root, "msbuild", "eng/Libraries.proj", "-t:Pack", "-p:NoBuild=true", $"-p:Configuration={Configuration}", $"-p:PackageOutputPath={Feed}");
        Directory.CreateDirectory(Project);
        File.WriteAllText(Path.Combine(Project, "nuget.config"), NuGetConfig());
        File.WriteAllText(Path.Combine(Project, "Paint.csproj"), ProjectFile());
        Run(Project, "restore");
    }

    /// <summary>The folder with the packages.</summary>
    public string Feed => _folder["feed"];

    /// <summary>The folder of the console project; programs run in it.</summary>
    public string Project => _folder["project"];

    /// <summary>The <c>dotnet add package</c> lines of README.md for this platform: package and version, if one is given.</summary>
    public static IReadOnlyList<(string Package, string Version)> PackagesOfReadme { get; } =
    [
        .. from line in File.ReadLines(Checkout.Path("README.md"))
           let match = AddPackage().Match(line)
           where match.Success
           select (match.Groups["package"].Value, match.Groups["version"].Value),
    ];

    /// <summary>Builds and runs a program in the project's folder; fails with what it printed where it fails.</summary>
    public string RunProgram(string code)
    {
        File.WriteAllText(Path.Combine(Project, "Program.cs"), code);
        Run(Project, "build", "--no-restore", "-o", "out", "-v", "quiet", "--nologo");
        return Run(Project, Path.Combine("out", "Paint.dll"));
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private static string MachinePackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private string NuGetConfig() =>
        $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{_folder["packages"]}" /></config>
          <packageSources><clear /><add key="house" value="{Feed}" /></packageSources>
          <fallbackPackageFolders><clear /><add key="machine" value="{MachinePackages}" /></fallbackPackageFolders>
        </configuration>
        """;

    private static string ProjectFile() =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            {string.Join("\n    ", PackagesOfReadme.Select(Reference))}
          </ItemGroup>
        </Project>
        """;

    private static string Reference((string Package, string Version) line) =>
        $"""<PackageReference Include="{line.Package}" Version="{(line.Version is "" ? "0.1.0" : line.Version)}" />""";

    private string Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // The test runner's own settings of MSBuild are none of the project's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // As `atelier` itself does: threads that spin while they wait would make it several times slower on a busy machine.
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{errors.Result}");
        return output;
    }

    [GeneratedRegex(@"^dotnet add package (?<package>\S+)( --version (?<version>\S+))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddPackage();
}
