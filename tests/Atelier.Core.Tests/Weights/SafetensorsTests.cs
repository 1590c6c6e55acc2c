using System.Buffers.Binary;
using System.Text;
using static TorchSharp.torch;

namespace Atelier.Core.Tests;

[NoTensorLeaks]
public sealed class SafetensorsTests
{
    [Fact]
    public void Write_ThenRead_GivesTheSameTensorsOrderAndMetadata()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        ScalarType[] types =
        [
            ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64,
            ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64,
        ];
        var tensors = types.ToDictionary(t => $"of {t} \"é\"", t => Fixture.Values(t, 3, 5).t());
        tensors["scalar"] = tensor(7L);
        tensors["empty"] = zeros(2, 0, 3);
        Safetensors.Write(folder["x"], tensors, new Dictionary<string, string> { ["license"] = "MIT" });

        using var read = Safetensors.Read(folder["x"]);
        Assert.Equal(tensors.Keys, read.Keys);
        Assert.Equal("MIT", read.Metadata["license"]);
        foreach (var (name, tensor) in tensors)
        {
            Assert.Equal(tensor.dtype, read[name].dtype);
            TensorAssert.ShouldBe(read[name], tensor, 0, 0);
        }
    }

    [Fact]
    public void Write_AlignsDataToEightBytes()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        Safetensors.Write(folder["x"], new Dictionary<string, Tensor> { ["byte"] = ones(1, dtype: uint8), ["long"] = ones(1, dtype: int64) });
        var bytes = File.ReadAllBytes(folder["x"]);
        var header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal(8 + header + 9, bytes.Length);
        Assert.Equal("""{"byte":{"dtype":"U8","shape":[1],"data_offsets":[8,9]},"long":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", Encoding.UTF8.GetString(bytes, 8, header).TrimEnd());
    }

    [Fact]
    public void Write_OfTwoTensorsOfOneName_Throws()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var twice = Enumerable.Repeat(KeyValuePair.Create("a", ones(1)), 2);
        Assert.Throws<ArgumentException>(() => Safetensors.Write(folder["x"], twice));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(folder["x"], [KeyValuePair.Create("__metadata__", ones(1))]));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(folder["x"], [KeyValuePair.Create("a", ones(1, dtype: complex64))]));
        Assert.False(File.Exists(folder["x"]));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, null)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "truncated: tensor 'a' ends at byte 8 of the data, 7 are there")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "1 bytes after the last tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "tensor 'a' of shape [3] and type F32 needs 12 bytes, but its data offsets are 0 to 8")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "element type 'F8_E4M3'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "tensor 'b' begins at byte 2 of the data, inside the tensor before it; expected 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[1],"data_offsets":[5,6]}}""", 6, "tensor 'b' begins at byte 5 of the data, after a gap; expected 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "not what the format prescribes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}}""", 0, "negative shape [-1]")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "impossible shape")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}""", 0, "impossible shape")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,0]}}""", 0, "9223372036854775808 but needs a whole number there")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,0]}}""", 0, "1.5 but needs a whole number there")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[-1,0]}}""", 0, "data offsets are -1 to 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0]}}""", 0, "two data offsets")]
    [InlineData("""{"a":{"shape":[0],"data_offsets":[0,0]}}""", 0, "not what the format prescribes")]
    [InlineData("""{"a":[]}""", 0, "not what the format prescribes")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "not what the format prescribes")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "not what the format prescribes")]
    [InlineData("""{"a":""", 0, "not what the format prescribes")]
    public void Read_OfAHeader_ChecksItAgainstTheData(string header, int dataBytes, string? expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("x", Image(header.Length, header, dataBytes));
        if (expected is null)
            WeightFile.Read(path).Dispose();
        else
            Assert.Contains(expected, Assert.Throws<WeightFileException>(() => WeightFile.Read(path)).Message);
    }

    [Theory]
    [InlineData(100_000_001, "more than the 100000000")]
    [InlineData(99_999_999, "truncated: its header needs 99999999 bytes, 2 are there")]
    public void Read_OfALongHeader_IsRefusedBeforeItIsRead(long claimed, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("x", Image(claimed, "{}", 0));
        Assert.Contains(expected, Assert.Throws<WeightFileException>(() => WeightFile.Inspect(path)).Message);
    }

    [SharedFact("weights/vgg19_relu3_4.safetensors")]
    public void Inspect_OfVgg19_ListsItsSixteenTensorsAndLicense()
    {
        var info = WeightFile.Inspect(Shared.File("weights/vgg19_relu3_4.safetensors"));
        Assert.Equal("safetensors", info.Format);
        Assert.Equal("CC BY 4.0", info.Metadata["license"]);
        Assert.Equal(16, info.Tensors.Count);
        Assert.Equal([64, 3, 3, 3], info.Tensors[0].Shape);
        Assert.Equal(9302272, info.Tensors.Sum(t => t.Bytes));
    }

    [SharedFact("weights/squeezenet1_1.safetensors")]
    public void Write_OfWhatWasRead_KeepsEveryByteOfTheData()
    {
        using var folder = new TemporaryFolder();
        using var first = WeightFile.Read(Shared.File("weights/squeezenet1_1.safetensors"));
        Safetensors.Write(folder["x"], first, first.Metadata);
        using var second = WeightFile.Read(folder["x"]);
        Assert.Equal(first.Keys, second.Keys);
        Assert.Equal(first.Metadata, second.Metadata);
        Assert.All(first, pair => Assert.True(pair.Value.bytes.SequenceEqual(second[pair.Key].bytes), pair.Key));
    }

    private static byte[] Image(long claimedHeader, string header, int dataBytes)
    {
        var bytes = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, claimedHeader);
        Encoding.Latin1.GetBytes(header, bytes.AsSpan(8));
        return bytes;
    }
}
