using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Core.Tests;

/// <remarks>A module of TorchSharp leaves two tensors to the finalizer, so leaks are counted around the calls.</remarks>
public sealed class StateDictTests
{
    [Fact]
    public void LoadInto_OfMatchingTensors_ConvertsTheirTypes()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Linear(3, 2);
        using var dict = Dict(("weight", Fixture.Values(ScalarType.Float16, 2, 3)), ("bias", Fixture.Values(ScalarType.Float64, 2)));
        Load(dict, net, "x.pth");
        Assert.Equal(ScalarType.Float32, net.weight!.dtype);
        TensorAssert.ShouldBe(net.weight, Fixture.Values(ScalarType.Float32, 2, 3), 0, 0);
        TensorAssert.ShouldBe(net.bias!, Fixture.Values(ScalarType.Float32, 2), 0, 0);
        Assert.True(net.weight.requires_grad);
    }

    [Fact]
    public void LoadInto_OfMismatchedTensors_NamesEachAndCopiesNothing()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Linear(3, 2);
        var before = net.weight!.detach().clone();
        using var dict = Dict(("weight", zeros(2, 4)), ("a", ones(1)), ("b", ones(1)), ("c", ones(1)), ("d", ones(1)));
        var error = Assert.Throws<WeightFileException>(() => Load(dict, net, "x.pth"));
        Assert.Equal(
            "x.pth: does not fit the network: it lacks 1 tensor ('bias'); the network has no place for 4 tensors ('a', 'b', 'c' and 1 more); "
            + "it differs in 1 tensor ('weight': expected [2,3], found [2,4]).",
            error.Message);
        TensorAssert.ShouldBe(net.weight, before, 0, 0);
    }

    [Fact]
    public void LoadInto_OfFractionsForWholeNumbers_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var net = nn.BatchNorm1d(1);
        using var dict = Dict(
            ("weight", ones(1)), ("bias", ones(1)), ("running_mean", ones(1)), ("running_var", ones(1)), ("num_batches_tracked", tensor(1.5f)));
        Assert.Contains("'num_batches_tracked': expected Int64, found Float32", Assert.Throws<WeightFileException>(() => Load(dict, net, "x")).Message);
    }

    [Fact]
    public void LoadInto_WithAllowUnexpected_LoadsTheNetworksPart()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Linear(1, 1);
        using var dict = Dict(("weight", full([1, 1], Number(5f))), ("bias", ones(1)), ("classifier.0.weight", ones(1)));
        Load(dict, net, "x", allowUnexpected: true);
        Assert.Equal(5f, net.weight!.item<float>());
    }

    [Fact]
    public void LoadInto_OfAnOldFileWithoutBatchCounts_Succeeds()
    {
        using var scope = NewDisposeScope();
        using var net = nn.BatchNorm1d(2);
        using var dict = Dict(("weight", ones(2)), ("bias", ones(2)), ("running_mean", ones(2)), ("running_var", full([2], Number(4f))));
        Load(dict, net, "x");
        TensorAssert.ShouldBe(net.running_var!, full([2], Number(4f)), 0, 0);
    }

    [Fact, NoTensorLeaks]
    public void Dispose_FreesTheTensors()
    {
        var one = ones(1);
        Dict(("a", one)).Dispose();
        Assert.True(one.IsInvalid);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("<html>...", "is a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "Git LFS pointer")]
    [InlineData("something else", "neither a .safetensors file nor one that PyTorch saved")]
    public void Read_OfAnotherKindOfFile_SaysWhatItIs(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("x.pth", System.Text.Encoding.ASCII.GetBytes(content));
        Assert.Contains(expected, Assert.Throws<WeightFileException>(() => WeightFile.Read(path)).Message);
    }

    [Fact]
    public void Read_OfNoFile_SaysSo() =>
        Assert.Equal("/no/such.pth: does not exist; check the path.", Assert.Throws<WeightFileException>(() => WeightFile.Read("/no/such.pth")).Message);

    private static void Load(StateDict dict, nn.Module net, string source, bool allowUnexpected = false)
    {
        var before = Tensor.TotalCount;
        try
        {
            dict.LoadInto(net, source, allowUnexpected);
        }
        finally
        {
            Assert.Equal(before, Tensor.TotalCount);
        }
    }

    private static StateDict Dict(params (string Name, Tensor Tensor)[] tensors) =>
        new(tensors.Select(t => KeyValuePair.Create(t.Name, t.Tensor)));
}
