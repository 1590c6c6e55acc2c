using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Atelier.Architecture.Tests;

public sealed class FolderTests
{
    public static TheoryData<string> Rooms() => Room.Names();

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Sources_Bind(string name) => Assert.Empty(Room.Named(name).Errors.Take(5));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Folders_OfAProject_ReferenceEachOtherInNoCircles(string name)
    {
        var knots = Room.Named(name).Folders.Knots();
        Assert.True(knots.Count == 0, $"{name}:\n{string.Join('\n', knots)}");
    }

    [Fact]
    public void Knots_OfALongCircle_AreFoundWithThePairsThatTieThem()
    {
        var graph = new FolderGraph();
        graph.Add("A", "B", "Ant -> Bee");
        graph.Add("B", "C", "Bee -> Cat");
        graph.Add("C", "A", "Cat -> Ant");
        graph.Add("C", "D", "Cat -> Dog");
        Assert.Equal(
            """
            These folders reference each other: A, B, C
              A uses B (1): Ant -> Bee
              B uses C (1): Bee -> Cat
              C uses A (1): Cat -> Ant
            """,
            Assert.Single(graph.Knots()));
    }

    [Fact]
    public void FolderGraph_OfSources_FollowsConstructorsMembersAndExtensions_ButNotComments()
    {
        // Bee is named nowhere in Ant.cs: what `new()` builds and where an extension stands, the compiler alone knows.
        var room = CSharpCompilation.Create("Room",
        [
            Parse("A/Ant.cs", "public static class Ant { static void Walk(Cat cat) => cat.Feed(new()); }"),
            Parse("B/Bee.cs", "public class Bee; public static class Meals { public static void Feed(this Cat cat, Bee bee) { } }"),
            Parse("C/Cat.cs", "/// <summary>Unlike <see cref=\"Bee\"/>.</summary>\npublic class Cat;"),
        ], BuiltReferences.All);
        var edges = FolderGraph.Of(room, tree => Path.GetDirectoryName(tree.FilePath)!).Edges;
        Assert.Equal(["A uses B (2): Ant -> Bee, Ant -> Meals", "A uses C (1): Ant -> Cat", "B uses C (1): Meals -> Cat"], edges);
    }

    private static SyntaxTree Parse(string path, string code) => CSharpSyntaxTree.ParseText(code, path: path);
}
