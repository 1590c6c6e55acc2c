using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Atelier.Architecture.Tests;

/// <summary>Habits of the house that neither the compiler nor an analyzer sees to.</summary>
public sealed class HabitTests
{
    private static readonly string[] EnvironmentChanges = ["SetEnvironmentVariable", "setenv", "putenv"];

    public static TheoryData<string> Rooms() => Room.Names();

    [Fact]
    public void UnsafeCode_IsAllowedInKernelsAlone_AndWhereSharpFuzzCounts()
    {
        var allowed = Source.ProjectFiles
            .Concat(Directory.EnumerateFiles(Checkout.Root, "Directory.*.*"))
            .Where(file => XDocument.Load(file).Descendants("AllowUnsafeBlocks").Any())
            .Select(file => Path.GetFileNameWithoutExtension(file));
        Assert.Equal(["Atelier.Kernels", "Atelier.Fuzz"], allowed);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ModuleInitializers_DoNotChangeTheEnvironment(string name)
    {
        // To reference a library must not change the process that does: only a program says how its threads behave.
        var room = Room.Named(name).Compilation;
        foreach (var initializer in Methods(room).Where(method => HasAttribute(method, "ModuleInitializerAttribute")))
            Assert.DoesNotContain(ReachedFrom(initializer, room), IsEnvironmentChange);
    }

    [Fact]
    public void ReachedFrom_LetIdleThreadsSleep_FindsTheChangeOfTheEnvironment()
    {
        // Otherwise the test above could pass by following no calls.
        var core = Room.Named("Atelier.Core").Compilation;
        var method = Methods(core).Single(method => method.Name == "LetIdleThreadsSleep");
        Assert.Contains(ReachedFrom(method, core), IsEnvironmentChange);
    }

    private static IEnumerable<IMethodSymbol> Methods(Compilation room) =>
        from tree in room.SyntaxTrees
        let model = room.GetSemanticModel(tree)
        from node in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        select model.GetDeclaredSymbol(node)!;

    private static HashSet<IMethodSymbol> ReachedFrom(IMethodSymbol start, Compilation room)
    {
        var reached = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<IMethodSymbol>([start]);
        while (open.TryPop(out var method))
        {
            if (!reached.Add(method))
                continue;
            foreach (var body in method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()))
            {
                var model = room.GetSemanticModel(body.SyntaxTree);
                foreach (var name in body.DescendantNodes().OfType<SimpleNameSyntax>())
                {
                    if (model.GetSymbolInfo(name).Symbol is IMethodSymbol called)
                        open.Push(called.OriginalDefinition);
                }
            }
        }
        return reached;
    }

    private static bool IsEnvironmentChange(IMethodSymbol method) => EnvironmentChanges.Contains(NativeName(method) ?? method.Name);

    private static string? NativeName(IMethodSymbol method) =>
        method.GetDllImportData()?.EntryPointName
        ?? method.GetAttributes().FirstOrDefault(IsLibraryImport)?.NamedArguments.FirstOrDefault(argument => argument.Key == "EntryPoint").Value.Value as string;

    private static bool IsLibraryImport(AttributeData attribute) => attribute.AttributeClass?.Name == "LibraryImportAttribute";

    private static bool HasAttribute(IMethodSymbol method, string name) => method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == name);
}
