using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Atelier.Architecture.Tests;

/// <summary>A project of <c>src</c> as the compiler sees it: its sources, bound against the assemblies that were built.</summary>
internal sealed class Room
{
    private const string ImplementationMissing = "CS8795"; // of a partial method that a source generator writes

    private static readonly ConcurrentDictionary<string, Room> Bound = new();

    private Room(string name, string projectFile)
    {
        Name = name;
        Folder = Path.GetDirectoryName(projectFile)!;
        var project = XDocument.Load(projectFile);
        AssemblyName = project.Descendants("AssemblyName").FirstOrDefault()?.Value ?? name;
        var sources = Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Append(Checkout.Path("artifacts", "obj", name, Configuration, $"{name}.GlobalUsings.g.cs"));
        Compilation = CSharpCompilation.Create(
            AssemblyName,
            sources.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file)),
            BuiltReferences.All.Where(reference => Path.GetFileNameWithoutExtension(reference.FilePath) != AssemblyName),
            new CSharpCompilationOptions(
                project.Descendants("OutputType").Any() ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The names of all rooms, as test data.</summary>
    public static TheoryData<string> Names() => [.. Source.Projects.Select(project => project.Name)];

    /// <summary>All rooms.</summary>
    public static IEnumerable<Room> All => Source.Projects.Select(project => Named(project.Name));

    public string Name { get; }

    public string AssemblyName { get; }

    public string Folder { get; }

    public CSharpCompilation Compilation { get; }

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>The room of that name. It is bound once: tests share it.</summary>
    public static Room Named(string name) =>
        Bound.GetOrAdd(name, _ => new Room(name, Source.Projects.Single(project => project.Name == name).File));

    /// <summary>What does not bind. Where something does not, a test that follows names could pass by seeing none.</summary>
    public IEnumerable<Diagnostic> Errors =>
        Compilation.GetDiagnostics().Where(error => error.Severity == DiagnosticSeverity.Error && error.Id != ImplementationMissing);

    /// <summary>Which folder uses which.</summary>
    public FolderGraph Folders => FolderGraph.Of(Compilation, FolderOf);

    /// <summary>The types that stand in the sources, nested ones too.</summary>
    public IEnumerable<INamedTypeSymbol> Types => TypesIn(Compilation.Assembly.GlobalNamespace);

    /// <summary>The folder of a source file within the project: <c>Networks/Vgg</c>, or <c>.</c> for the project's root.</summary>
    public string FolderOf(SyntaxTree tree) => Path.GetRelativePath(Folder, Path.GetDirectoryName(tree.FilePath)!).Replace('\\', '/');

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container) =>
        container.GetMembers().SelectMany(member => member switch
        {
            INamespaceSymbol inner => TypesIn(inner),
            INamedTypeSymbol type => TypesIn(type).Prepend(type),
            _ => [],
        });
}
