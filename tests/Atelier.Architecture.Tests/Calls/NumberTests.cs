using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Atelier.Architecture.Tests;

/// <summary>Numbers for torch come from <c>Numbers</c>, which says why. Samples may do as those who do not have it.</summary>
public sealed class NumberTests
{
    private const string House = "Atelier.Core.Numbers.";

    public static TheoryData<string, string> Projects() =>
        [.. Source.ProjectFiles.Where(file => !file.StartsWith(Checkout.Path("samples"), StringComparison.Ordinal)).Select(file => (Path.GetFileNameWithoutExtension(file), file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Numbers_ForTorch_AreHeldUntilItHasReadThem(string name, string file)
    {
        var assembly = Source.BuiltFrom(file);
        Assert.SkipUnless(File.Exists(assembly), $"{name} is not built in this configuration");
        var wrongs = Wrongs(File.OpenRead(assembly)).ToList();
        Assert.True(wrongs.Count == 0, string.Join('\n', wrongs));
    }

    [Theory]
    [InlineData("return x * 0.5;", "op_Multiply(TorchSharp.torch.Tensor, Double)")]
    [InlineData("return 2 / x;", "op_Division(Int32, TorchSharp.torch.Tensor)")]
    [InlineData("return x > 0;", "op_Implicit(Int32)")]
    [InlineData("return x.clamp(max: 1f);", "op_Implicit(Single)")]
    [InlineData("return x.mul(2L.ToScalar());", "ToScalar(Int64)")]
    [InlineData("return x + x;", "op_Addition(TorchSharp.torch.Tensor, TorchSharp.torch.Tensor)")]
    [InlineData("return x.add_(x);", "add_(TorchSharp.torch.Tensor)")]
    [InlineData("return x.square();", "square()")]
    [InlineData("return x.ToDouble();", "ToDouble(TorchSharp.torch.Tensor)")]
    [InlineData("return System.Linq.Enumerable.Aggregate([x], torch.add);", "add(TorchSharp.torch.Tensor, TorchSharp.torch.Tensor)")]
    [InlineData("var two = Number(2); return two * x * two;", "Number(Int64)")]
    public void Wrongs_OfWhatNobodyHolds_NameIt(string code, string wrong) => Assert.Contains(wrong, Assert.Single(WrongsOf(code)), StringComparison.Ordinal);

    [Theory]
    [InlineData("return x * Number(0.5) * x - x;")]
    [InlineData("return x.Plus(0.5).Plus(x).add_(x, alpha: One).pow(Number(2)).ToNumber();")]
    [InlineData("return torch.where(x > Number(0), x[0], 0.5);")]
    public void Wrongs_OfWhatIsHeld_AreNone(string code) => Assert.Empty(WrongsOf(code));

    private static IEnumerable<string> Wrongs(Stream assembly) =>
        from call in MethodCalls.In(assembly)
        where !call.Caller.StartsWith(House, StringComparison.Ordinal)
        where NumberMakers.Contain(call.Called)
            || call.Called.StartsWith(House + "Number(", StringComparison.Ordinal) && call.Next.StartsWith("st", StringComparison.Ordinal)
        select $"{call.Caller} calls {call.Called}";

    private static string[] WrongsOf(string code)
    {
        var source = CSharpSyntaxTree.ParseText(
            $$"""
            using TorchSharp;
            using static Atelier.Core.Numbers;
            class Subject { object Compute(torch.Tensor x) { {{code}} } }
            """);
        // Under the name of an assembly that sees Numbers.
        var subject = CSharpCompilation.Create("Atelier.Core.Tests", [source], BuiltReferences.All, new(OutputKind.DynamicallyLinkedLibrary));
        var assembly = new MemoryStream();
        Assert.Empty(subject.Emit(assembly).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error));
        assembly.Position = 0;
        return [.. Wrongs(assembly)];
    }
}
