using System.Xml.Linq;

namespace Atelier.Architecture.Tests;

public sealed class HouseTests
{
    private const int LongestFile = 300;

    // To free a picture, and to say how large it is, are no computation.
    private static readonly string[] AllowedToFrontEnds = ["torch.Tensor.Dispose", "torch.Tensor.get_shape"];

    public static TheoryData<string, string> Projects() => [.. Source.Projects.Select(project => (project.Name, project.File))];

    public static TheoryData<string, string> FrontEnds() =>
        [.. Source.Projects.Where(project => Rooms.FrontEnds.Contains(project.Name)).Select(project => (project.Name, project.File))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_OnlyTheRoomsThatItMay(string name, string file)
    {
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(Allowed(name)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_References_OnlyTheRoomsThatItMay(string name, string file)
    {
        // Also finds what comes in through another room's references, which project files do not show.
        using var assembly = BuiltAssembly.Of(name, file);
        Assert.SkipWhen(assembly is null, "not built beside the tests: add it to the references of Atelier.Architecture.Tests");
        var rooms = assembly.References.Where(reference => reference.StartsWith("Atelier.", StringComparison.Ordinal));
        Assert.Empty(rooms.Except(Allowed(name)));
    }

    [Theory]
    [MemberData(nameof(FrontEnds))]
    public void FrontEnd_PassesTensorsOn_AndCallsNoneOfTheirOperations(string name, string file)
    {
        using var assembly = BuiltAssembly.Of(name, file);
        Assert.SkipWhen(assembly is null, "not built beside the tests: add it to the references of Atelier.Architecture.Tests");
        Assert.DoesNotContain(assembly.MembersUsedOf("TorchSharp"), member => !AllowedToFrontEnds.Contains(member));
    }

    [Fact]
    public void MembersUsedOf_Core_FindsTensorOperations()
    {
        // Otherwise the test above could pass by finding nothing anywhere.
        var core = Source.Projects.Single(project => project.Name == "Atelier.Core");
        using var assembly = BuiltAssembly.Of(core.Name, core.File);
        Assert.Contains("torch.set_num_threads", assembly!.MembersUsedOf("TorchSharp"));
    }

    [Fact]
    public void SourceFiles_AreShort()
    {
        Assert.DoesNotContain(Source.Files, file => File.ReadLines(file).Count() > LongestFile);
    }

    private static string[] Allowed(string name)
    {
        Assert.True(Rooms.Arrows.ContainsKey(name), $"{name} is no room of the house: add it to Rooms.Arrows, with what it may reference.");
        return Rooms.Arrows[name];
    }
}
