using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Core.Tests;

[NoTensorLeaks]
public sealed class StateTreeTests
{
    // The bits of doubles that a decimal text loses or rounds: a NaN with a payload, -0, the smallest number, and 0.1 + 0.2.
    private static readonly double[] Doubles = [BitConverter.Int64BitsToDouble(0x7ff800000000beef), -0.0, double.Epsilon, 0.1 + 0.2, double.NegativeInfinity];

    [Theory, InlineData(false), InlineData(true)]
    public void Tree_OfEveryKindOfEntry_GivesThemBackToTheBit(bool byFile)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var values = tensor(new[,] { { 1f, -2.5f }, { 3e-40f, float.PositiveInfinity } });
        using var tree = Saved(byFile ? folder["state.safetensors"] : null, to =>
        {
            to.Write("tensor", values);
            to.Write("long", long.MaxValue);
            to.Write("int", -7);
            to.Write("yes", true);
            to.WriteLongs("longs", [1L, long.MinValue]);
            to.WriteDoubles("doubles", Doubles);
            to.WriteDoubles("none", []);
            to.Write("text", "Zwölf \"Boxkämpfer\"\n\u0001 [1]");
            to.WriteTexts("texts", ["", "b"]);
            to.Child("inner").Child("0").Write("double", Doubles[0]);
        });
        tree.LoadInto(new Stateful(load: from =>
        {
            Assert.Equal(values.bytes.ToArray(), from.ReadTensor("tensor").bytes.ToArray());
            Assert.Equal([2, 2], from.ReadTensor("tensor").shape);
            Assert.Equal(long.MaxValue, from.ReadLong("long"));
            Assert.Equal(-7, from.ReadInt("int"));
            Assert.True(from.ReadBool("yes"));
            Assert.Equal([1, long.MinValue], from.ReadLongs("longs"));
            Assert.Equal(Bits(Doubles), Bits(from.ReadDoubles("doubles")));
            Assert.Empty(from.ReadDoubles("none"));
            Assert.Equal("Zwölf \"Boxkämpfer\"\n\u0001 [1]", from.ReadText("text"));
            Assert.Equal(["", "b"], from.ReadTexts("texts"));
            Assert.Equal(Bits(Doubles[..1]), Bits([from.Child("inner").Child("0").ReadDouble("double")]));
        }));
        Assert.Contains("inner.0.double", tree.Paths);
    }

    [Fact]
    public void Capture_OfATensorThatChangesLater_KeepsWhatItWas()
    {
        using var scope = NewDisposeScope();
        var value = ones(2);
        using var tree = Saved(null, to => to.Write("value", value));
        value.zero_();
        TensorAssert.ShouldBe(tree.Open().ReadTensor("value"), ones(2), 0, 0);
    }

    [Fact]
    public void Write_OfATemporaryTensor_OutlivesItsScope()
    {
        using var folder = new TemporaryFolder();
        using var tree = Saved(folder["state.safetensors"], to =>
        {
            using var scope = NewDisposeScope();
            to.Write("sum", ones(3).Plus(1));
        });
        using var sum = tree.Open().ReadTensor("sum");
        Assert.Equal([2f, 2, 2], sum.data<float>().ToArray());
    }

    [Fact]
    public void ReadInto_OfATensor_KeepsItsMemoryLayout()
    {
        using var scope = NewDisposeScope();
        var values = Arange(24, float32).view(1, 2, 3, 4);
        using var tree = Saved(null, to => to.Write("value", values));
        var channelsLast = zeros(1, 3, 4, 2).permute(0, 3, 1, 2);
        tree.Open().ReadInto("value", channelsLast);
        Assert.Equal([24, 1, 8, 2], channelsLast.stride());
        TensorAssert.ShouldBe(channelsLast, values, 0, 0);
    }

    [Fact]
    public void Reader_OfWhatIsNotThere_NamesThePathAndWhatWasExpected()
    {
        using var scope = NewDisposeScope();
        using var tree = Saved(null, to =>
        {
            to.Child("a").Write("count", 3);
            to.Child("a").Write("mean", zeros(2, 3));
            to.Write("name", "x");
            to.Write("many", long.MaxValue);
        });
        var a = tree.Open().Child("a");
        Assert.StartsWith("The saved state: lacks 'a.rate', a real number: it was saved by something else", Refusal(() => a.ReadDouble("rate")), StringComparison.Ordinal);
        Assert.Contains("'a.count' is a whole number, expected a real number", Refusal(() => a.ReadDouble("count")), StringComparison.Ordinal);
        Assert.Contains("'a.mean' is a tensor of type Float32 and shape [2,3], expected a list of real numbers", Refusal(() => a.ReadDoubles("mean")), StringComparison.Ordinal);
        Assert.Contains("expected a tensor of type Float32 and shape [3,2]", Refusal(() => a.ReadInto("mean", zeros(3, 2))), StringComparison.Ordinal);
        Assert.Contains("'name' is text, expected a list of texts", Refusal(() => tree.Open().ReadTexts("name")), StringComparison.Ordinal);
        Assert.Contains("'many' is 9223372036854775807, expected a number of at most 32 bits", Refusal(() => tree.Open().ReadInt("many")), StringComparison.Ordinal);
        Assert.True(tree.Open().Has("a") && a.Has("count") && !a.Has("coun"));
    }

    [Fact]
    public void LoadInto_AnObjectThatLeavesAnEntry_IsRefused()
    {
        using var tree = Saved(null, to =>
        {
            to.Write("known", 1);
            to.Child("callback").Write("best", 0.5);
        });
        Assert.Contains("has 'callback.best', which nothing here reads", Refusal(() => tree.LoadInto(new Stateful(load: from => from.ReadLong("known")))), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfTwoEntriesOfOneName_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Saved(null, to =>
        {
            to.Write("x", "one");
            to.Write("x", "two");
        }));

    private static string Refusal(Action action) => Assert.Throws<CheckpointException>(action).Message;

    private static IEnumerable<long> Bits(IEnumerable<double> values) => values.Select(BitConverter.DoubleToInt64Bits);

    private static StateTree Saved(string? file, Action<StateWriter> save)
    {
        if (file is null)
            return StateTree.Capture(new Stateful(save));
        var format = new CheckpointFormat("test", 1);
        format.Write(file, new Stateful(save));
        return format.Read(file);
    }
}
