using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Atelier.Architecture.Tests;

public sealed class PublicSurfaceTests
{
    // This number only goes down. The test says so when it can.
    private const int MostPublicTypes = 218;

    private const int Slack = 10;

    public static TheoryData<string> Rooms() => Room.Names();

    [Fact]
    public void PublicTypes_OfAllLibraries_AreFew()
    {
        var counts = Room.All.ToDictionary(room => room.Name, room => room.Types.Count(IsPublic));
        var total = counts.Values.Sum();
        var listing = string.Join(", ", counts.Select(room => $"{room.Key} {room.Value}"));
        Assert.True(total <= MostPublicTypes, $"{total} public types, and {MostPublicTypes} are allowed: make internal what users do not need. {listing}");
        Assert.True(total > MostPublicTypes - Slack, $"Only {total} public types: lower PublicSurfaceTests.MostPublicTypes to that. {listing}");
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void PublicTypes_OfAProject_StandInItsOneNamespace(string name)
    {
        var namespaces = Room.Named(name).Types.Where(IsPublic).Select(type => type.ContainingNamespace.ToDisplayString()).Distinct();
        Assert.Empty(namespaces.Except([name]));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void PublicMembers_AreAllDocumented_InTheFileThatShipsWithTheAssembly(string name)
    {
        var room = Room.Named(name);
        var documented = XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{room.AssemblyName}.xml"))
            .Descendants("member").Select(member => member.Attribute("name")!.Value).ToHashSet();
        var members = room.Types.Where(IsPublic).SelectMany(type => type.GetMembers().Where(NeedsWords).Prepend(type));
        Assert.All(members, member => Assert.Contains(member.GetDocumentationCommentId()!, documented));
    }

    [Fact]
    public void MissingDocumentation_IsHiddenByNoProject()
    {
        var settings = Source.Projects.Select(project => project.File)
            .Concat(Directory.EnumerateFiles(Checkout.Root, "Directory.*.*"))
            .Concat(Source.Files);
        Assert.DoesNotContain(settings, file => File.ReadLines(file).Any(line =>
            line.Contains("CS1591", StringComparison.Ordinal) || line.Contains("pragma warning disable 1591", StringComparison.Ordinal)));
        Assert.Contains("<TreatWarningsAsErrors>true<", File.ReadAllText(Checkout.Path("Directory.Build.props")), StringComparison.Ordinal);
        Assert.Contains("<GenerateDocumentationFile>true<", File.ReadAllText(Checkout.Path("Directory.Build.props")), StringComparison.Ordinal);
    }

    private static bool IsPublic(INamedTypeSymbol type) =>
        type.DeclaredAccessibility == Accessibility.Public && (type.ContainingType is null || IsPublic(type.ContainingType));

    // The compiler writes the rest: what a record derives, accessors, an enum's own field. An override says what its base says.
    private static bool NeedsWords(ISymbol member) =>
        member is
        {
            IsImplicitlyDeclared: false, IsOverride: false,
            DeclaredAccessibility: Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal,
        }
        and not INamedTypeSymbol
        and not IMethodSymbol { AssociatedSymbol: not null }
        and not IMethodSymbol { ExplicitInterfaceImplementations: [_, ..] };
}
