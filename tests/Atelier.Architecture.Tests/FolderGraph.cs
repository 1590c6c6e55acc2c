using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Atelier.Architecture.Tests;

/// <summary>Which folder of a project uses types of which other, with the pairs of types that do.</summary>
internal sealed class FolderGraph
{
    private const int PairsShown = 8;

    private readonly SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> _uses = new(StringComparer.Ordinal);

    /// <summary>The graph of a room. What only comments refer to does not count.</summary>
    public static FolderGraph Of(Compilation room, Func<SyntaxTree, string> folderOf)
    {
        var graph = new FolderGraph();
        foreach (var tree in room.SyntaxTrees)
        {
            var model = room.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes().Where(MayName))
            {
                if (model.GetSymbolInfo(node).Symbol is { } symbol && Declaration(symbol) is var (used, file) && file != tree)
                    graph.Add(folderOf(tree), folderOf(file), $"{EnclosingType(node)} -> {used}");
            }
        }
        return graph;
    }

    /// <summary>Each use of one folder by another, as a line.</summary>
    public IEnumerable<string> Edges => _uses.Keys.SelectMany(source => Targets(source).Select(target => Edge(source, target)));

    /// <summary>Notes that a folder uses another.</summary>
    public void Add(string from, string to, string pair)
    {
        if (from == to)
            return;
        if (!_uses.TryGetValue(from, out var targets))
            _uses[from] = targets = new(StringComparer.Ordinal);
        if (!targets.TryGetValue(to, out var pairs))
            targets[to] = pairs = new(StringComparer.Ordinal);
        pairs.Add(pair);
    }

    /// <summary>The sets of folders of which each reaches each other, with what ties them; none in a tidy project.</summary>
    public IReadOnlyList<string> Knots()
    {
        var reached = _uses.Keys.ToDictionary(folder => folder, ReachedFrom);
        return
        [
            .. from folder in _uses.Keys
               where reached[folder].Contains(folder)
               group folder by string.Join(", ", reached[folder].Where(other => reached.TryGetValue(other, out var back) && back.Contains(folder))) into knot
               select Describe(knot.Key, [.. knot]),
        ];
    }

    private SortedSet<string> ReachedFrom(string folder)
    {
        var reached = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([folder]);
        while (open.TryPop(out var current))
        {
            foreach (var next in Targets(current).Where(reached.Add))
                open.Push(next);
        }
        return reached;
    }

    private IEnumerable<string> Targets(string folder) => _uses.TryGetValue(folder, out var targets) ? targets.Keys : [];

    private string Describe(string names, string[] knot) => string.Join("\n  ",
    [
        $"These folders reference each other: {names}",
        .. from source in knot from target in Targets(source) where knot.Contains(target) select Edge(source, target),
    ]);

    private string Edge(string source, string target)
    {
        var pairs = _uses[source][target];
        return $"{source} uses {target} ({pairs.Count}): {string.Join(", ", pairs.Take(PairsShown))}";
    }

    private static bool MayName(SyntaxNode node) =>
        node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax or ConstructorInitializerSyntax;

    // The type that is used and the file that declares what is used of it; null for what other assemblies declare, and for locals.
    private static (string Type, SyntaxTree File)? Declaration(ISymbol symbol)
    {
        var declared = symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol;
        var type = declared as INamedTypeSymbol ?? declared.ContainingType;
        var place = declared.OriginalDefinition is IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol or INamedTypeSymbol
            ? declared.OriginalDefinition.Locations.FirstOrDefault(location => location.IsInSource)
            : null;
        return type is not null && place?.SourceTree is { } file ? (type.Name, file) : null;
    }

    private static string EnclosingType(SyntaxNode node) =>
        node.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>()?.Identifier.Text
        ?? node.FirstAncestorOrSelf<DelegateDeclarationSyntax>()?.Identifier.Text
        ?? Path.GetFileName(node.SyntaxTree.FilePath);
}
