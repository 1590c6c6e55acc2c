using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Core.Tests;

[NoTensorLeaks]
public sealed class TorchFileTests
{
    private static readonly (string Name, ScalarType Type)[] Dtypes =
    [
        ("float32", ScalarType.Float32), ("float64", ScalarType.Float64), ("float16", ScalarType.Float16), ("bfloat16", ScalarType.BFloat16),
        ("int64", ScalarType.Int64), ("int32", ScalarType.Int32), ("int16", ScalarType.Int16), ("int8", ScalarType.Int8),
        ("uint8", ScalarType.Byte), ("bool", ScalarType.Bool),
    ];

    [Theory]
    [InlineData("dtypes.zip.pth")]
    [InlineData("dtypes.legacy.pth")]
    public void Read_EveryDtype_IsExact(string file)
    {
        using var scope = NewDisposeScope();
        using var read = WeightFile.Read(Fixture.Path(file));
        Assert.Equal(Dtypes.Select(d => d.Name), read.Keys);
        foreach (var (name, type) in Dtypes)
        {
            Assert.Equal(type, read[name].dtype);
            TensorAssert.ShouldBe(read[name], Fixture.Values(type, 2, 3), absolute: 0, relative: 0);
        }
    }

    [Theory]
    [InlineData("views.zip.pth")]
    [InlineData("views.legacy.pth")]
    public void Read_ViewsOfOneStorage_AreIndependentAndExact(string file)
    {
        using var scope = NewDisposeScope();
        using var read = WeightFile.Read(Fixture.Path(file));
        var whole = Fixture.Values(ScalarType.Float32, 4, 6);
        read["slice"].zero_();
        TensorAssert.ShouldBe(read["whole"], whole, 0, 0);
        TensorAssert.ShouldBe(read["transposed"], whole.t(), 0, 0);
        TensorAssert.ShouldBe(read["scalar"], tensor(0.5f), 0, 0);
        TensorAssert.ShouldBe(read["expanded"], full([4], Number(-0.5f)), 0, 0);
        Assert.Equal([0, 3], read["empty"].shape);
        Assert.Equal([], read["alone"].shape);
        Assert.Equal(2.5f, read["alone"].item<float>());
        Assert.All(read.Values, tensor => Assert.True(tensor.is_contiguous()));
    }

    [Theory]
    [InlineData("small.zip.pth")]
    [InlineData("small.legacy.pth")]
    [InlineData("protocol4.zip.pth")]
    public void Read_OfAFile_KeepsItsOrderAndOutlivesScopes(string file)
    {
        StateDict read;
        using (NewDisposeScope())
            read = WeightFile.Read(Fixture.Path(file));
        using (read)
        using (NewDisposeScope())
        {
            Assert.Equal(["b", "a"], read.Keys);
            TensorAssert.ShouldBe(read["a"], Fixture.Values(ScalarType.Float16, 2, 2), 0, 0);
        }
    }

    [Theory]
    [InlineData("checkpoint.zip.pth")]
    [InlineData("checkpoint.legacy.pth")]
    public void Read_OfATrainingCheckpoint_FindsTheStateDict(string file)
    {
        using var read = WeightFile.Read(Fixture.Path(file));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"], read.Keys);
        Assert.Equal(ScalarType.Int64, read["1.num_batches_tracked"].dtype);
    }

    [Fact]
    public void Read_OfNestedModel_JoinsNamesWithDots()
    {
        using var read = WeightFile.Read(Fixture.Path("model.zip.pth"));
        Assert.Equal(["net.b", "net.a"], read.Keys);
    }

    [Fact]
    public void Read_OfAParameter_IsItsTensor()
    {
        using var scope = NewDisposeScope();
        using var read = WeightFile.Read(Fixture.Path("parameter.zip.pth"));
        TensorAssert.ShouldBe(read["p"], Fixture.Values(ScalarType.Float32, 2, 3), 0, 0);
        Assert.False(read["p"].requires_grad);
    }

    [Fact]
    public void Read_OfAWholeModule_RefusesItsClassByName()
    {
        var file = "module.zip.pth";
        var error = Assert.Throws<WeightFileException>(() => WeightFile.Read(Fixture.Path(file)));
        Assert.Contains("'torch.nn.modules.activation.ReLU', which is refused", error.Message);
        Assert.StartsWith(Fixture.Path(file) + ": ", error.Message);
    }

    [Fact]
    public void Read_OfABareTensor_SaysThatItIsNoStateDict() =>
        Assert.Contains("not a state dict", Assert.Throws<WeightFileException>(() => WeightFile.Read(Fixture.Path("tensor.zip.pth"))).Message);

    [Theory]
    [InlineData("dtypes.zip.pth", "PyTorch, zip layout")]
    [InlineData("dtypes.legacy.pth", "PyTorch, layout from before 1.6")]
    public void Inspect_ListsTensorsAsReadReadsThem(string file, string format)
    {
        var info = WeightFile.Inspect(Fixture.Path(file));
        Assert.Equal(format, info.Format);
        Assert.Equal(Dtypes, info.Tensors.Select(t => (t.Name, t.Dtype)));
        Assert.All(info.Tensors, t => Assert.Equal([2, 3], t.Shape));
        Assert.Equal([24, 48, 12, 12, 48, 24, 12, 6, 6, 6], info.Tensors.Select(t => t.Bytes));
    }
}
