using System.Xml.Linq;

namespace Atelier.Architecture.Tests;

public sealed class PlanTests
{
    [Fact]
    public void Drawing_InTheDocumentation_ShowsTheProjectsAsTheyAre()
    {
        var projects = Source.Projects.ToDictionary(project => project.Name, project => XDocument.Load(project.File));
        var references = projects.ToDictionary(project => project.Key, project => References(project.Value));
        var descriptions = projects.ToDictionary(project => project.Key, project => project.Value.Descendants("Description").Single().Value);
        Approved.ShouldHold("docs/images/architecture.svg", PlanDrawing.Draw(references, descriptions));
    }

    [Fact]
    public void Draw_AnArrowThatFollowsFromOthers_IsLeftOut()
    {
        var references = new Dictionary<string, string[]> { ["Atelier.A"] = ["Atelier.B", "Atelier.C"], ["Atelier.B"] = ["Atelier.C"], ["Atelier.C"] = [] };
        var svg = PlanDrawing.Draw(references, references.Keys.ToDictionary(name => name, _ => "A room."));
        Assert.Equal(2, svg.Split("marker-end").Length - 1);
        Assert.Equal(3, svg.Split("font-weight").Length - 1);
    }

    private static string[] References(XDocument project) =>
        [.. project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))];
}
