using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Atelier.Architecture.Tests;

public sealed class SnippetTests
{
    // What `dotnet new console` brings by itself.
    private const string ImplicitUsings =
        """
        global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    public static TheoryData<string, int> Programs() =>
        [.. Snippet.Pages.SelectMany(Snippet.OnPage).Select(program => (program.Page, program.Line))];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Snippet_AsPrinted_Compiles(string page, int line)
    {
        var program = Snippet.OnPage(page).Single(program => program.Line == line);
        Assert.Equal([], Errors(program.Code));
    }

    [Fact]
    public void Readme_AndEachLibrarysOwn_ShowCode()
    {
        // Kernels has next to nothing to call.
        var libraries = Source.Projects.Where(project => project.Name is not ("Atelier.Cli" or "Atelier.Kernels")).Select(project => $"src/{project.Name}/README.md");
        Assert.Empty(libraries.Append("README.md").Except(Programs().Select(program => program.Data.Item1)));
    }

    [Fact]
    public void Errors_OfCodeWithAWrongName_TellIt() =>
        Assert.Contains("Stylizr", Assert.Single(Errors("using Atelier.Stylization;\nusing var stylizer = new Stylizr();")), StringComparison.Ordinal);

    private static IEnumerable<string> Errors(string code) =>
        CSharpCompilation.Create(
                "Snippet",
                [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(code)],
                BuiltReferences.All,
                new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(error => $"line {error.Location.GetLineSpan().StartLinePosition.Line + 1}: {error.GetMessage()}");
}
