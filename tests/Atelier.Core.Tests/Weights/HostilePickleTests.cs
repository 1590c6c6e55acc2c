using System.IO.Compression;
using System.Text;

namespace Atelier.Core.Tests;

/// <summary>Archives made by hand to harm whoever reads them.</summary>
[NoTensorLeaks]
public sealed class HostilePickleTests
{
    private const string Tensor = "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0004tQ";

    [Theory]
    [InlineData("cos\nsystem\n(X\u0004\0\0\0truetR.", "'os.system', which is refused")]
    [InlineData("cbuiltins\neval\n.", "'builtins.eval', which is refused")]
    [InlineData("X\u0008\0\0\0builtinsX\u0004\0\0\0exec\u0093.", "'builtins.exec', which is refused")]
    [InlineData("ctorch.storage\n_load_from_bytes\n.", "'torch.storage._load_from_bytes', which is refused")]
    [InlineData("ctorch\nComplexFloatStorage\n.", "'torch.ComplexFloatStorage', which is refused")]
    [InlineData("ctorch\nFloatStorage\n)R.", "calls 'torch.FloatStorage' with arguments that PyTorch never gives it")]
    [InlineData("(ios\nsystem\n.", "instruction 0x69")]
    [InlineData("}K\u0001}b.", "gives a state to something that has none")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffabc", "longer than 16 MB")]
    [InlineData("X\0\0\u00f0\0abc", "truncated")]
    [InlineData("R.", "finds nothing fit to work on")]
    [InlineData("h\u0007.", "finds nothing fit to work on")]
    [InlineData("}))s.", "no named tensors")]
    [InlineData("cargparse\nNamespace\n.", "not a state dict")]
    [InlineData("cposix\nsystem\n.", "'posix.system', which is refused")]
    [InlineData("cnumpyos\nsystem\n.", "'numpyos.system', which is refused")]
    [InlineData("ctorch\nload\n.", "'torch.load', which is refused")]
    [InlineData("\u008f(K\u0001\u0090.", "not a state dict")]
    [InlineData("}]b.", "gives a state to something that has none")]
    [InlineData("N.", "not a state dict")]
    [InlineData("}.", "no named tensors")]
    public void Read_OfAHostilePickle_SaysWhatIsRefused(string pickle, string expected) =>
        Assert.Contains(expected, Refusal(Encoding.Latin1.GetBytes("\u0080\u0002" + pickle)));

    // What training scripts save beside weights; each is a value of the key "x".
    [Theory]
    [InlineData("cargparse\nNamespace\n)\u0081}X\u0002\0\0\0lrG?\u00b9\u0099\u0099\u0099\u0099\u0099\u009asb")]
    [InlineData("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\nX\u0002\0\0\0f8\u0089\u0088\u0087R(K\u0003X\u0001\0\0\0<NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tbC\u0001atR")]
    [InlineData("ccollections\ndefaultdict\ncbuiltins\nlist\n\u0085RX\u0001\0\0\0aK\u0001s")]
    [InlineData("cbuiltins\nset\n](K\u0001K\u0002e\u0085R")]
    [InlineData("\u008f(K\u0001\u0090")]
    [InlineData("(K\u0001\u0091")]
    [InlineData("ctorch\nfloat32\n")]
    [InlineData("cpathlib\nPosixPath\nX\u0001\0\0\0/\u0085R")]
    [InlineData("ctorch.optim.lr_scheduler\nStepLR\n)\u0081}b")]
    [InlineData("c__builtin__\ngetattr\nctorch.optim.lr_scheduler\nOneCycleLR\nX\u0001\0\0\0a\u0086R")]
    [InlineData("}(K\u0001K\u0002\u0086K\u0003\u0088K\u0004NK\u0005u")]
    public void Read_OfWeightsBesideInertObjects_FindsTheWeightsAlone(string value)
    {
        var pickle = Encoding.Latin1.GetBytes($"\u0080\u0002}}(X\u0001\0\0\0x{value}X\u0001\0\0\0a{Tensor}K\0K\u0004\u0085K\u0001\u0085\u0089}}tRu.");
        using var folder = new TemporaryFolder();
        using var read = WeightFile.Read(Archive(folder, ("x/data.pkl", pickle), ("x/data/0", new byte[16])));
        Assert.Equal(["a"], read.Keys);
    }

    [Theory]
    [InlineData("K\0K\u0004\u0085K\u0001\u0085", null)]
    [InlineData("K\u0001K\u0004\u0085K\u0001\u0085", "tensor 'a' of shape [4] reaches element 4 of a storage that has 4")]
    [InlineData("K\0K\u0002\u0085K\u0004\u0085", "reaches element 4")]
    [InlineData("K\0J\u00ff\u00ff\u00ff\u00ff\u0085K\u0001\u0085", "negative shape [-1]")]
    [InlineData("J\u00ff\u00ff\u00ff\u00ffK\u0004\u0085K\u0001\u0085", "offset -1")]
    [InlineData("K\0K\u0002\u0085J\u00ff\u00ff\u00ff\u00ff\u0085", "strides [-1]")]
    [InlineData("K\0K\u0004\u0085)", "one stride of 0 or more per dimension")]
    [InlineData("K\0\u008a\u0008\0\0\0\0\0\0\0\u0040\u0085K\0\u0085", "impossible shape [4611686018427387904]")]
    [InlineData("K\0\u008a\u0005\0\0\0\0\u0001\u0085K\0\u0085", "more than 16 times the file")]
    [InlineData("K\0X\u0001\0\0\0a\u0085K\u0001\u0085", "shape that does not consist of whole numbers")]
    public void Read_OfAView_ChecksItAgainstItsStorage(string view, string? expected)
    {
        var pickle = Encoding.Latin1.GetBytes($"\u0080\u0002}}X\u0001\0\0\0a{Tensor}{view}\u0089}}tRs.");
        using var folder = new TemporaryFolder();
        var path = Archive(folder, ("x/data.pkl", pickle), ("x/data/0", new byte[16]));
        if (expected is null)
            WeightFile.Read(path).Dispose();
        else
            Assert.Contains(expected, Assert.Throws<WeightFileException>(() => WeightFile.Read(path)).Message);
    }

    [Fact]
    public void Read_OfBillionLaughs_FailsFast()
    {
        var pickle = new StringBuilder("\u0080\u0002}q\0");
        for (var level = 1; level < 60; level++)
            pickle.Append($"}}q{(char)level}(X\u0001\0\0\0ah{(char)(level - 1)}X\u0001\0\0\0bh{(char)(level - 1)}u");
        Assert.Contains("deeper than 8", Refusal(Encoding.Latin1.GetBytes(pickle + ".")));
    }

    [Fact]
    public void Read_OfWideLaughs_FailsFast()
    {
        var pickle = new StringBuilder("\u0080\u0002}q\0");
        for (var level = 1; level < 7; level++)
        {
            pickle.Append($"}}q{(char)level}(");
            for (var i = 0; i < 200; i++)
                pickle.Append($"K{(char)i}h{(char)(level - 1)}");
            pickle.Append('u');
        }
        Assert.Contains("more than 1000000 entries", Refusal(Encoding.Latin1.GetBytes(pickle + ".")));
    }

    [Fact]
    public void Read_OfADictThatHoldsItself_Fails() =>
        Assert.Contains("deeper than 8", Refusal(Encoding.Latin1.GetBytes("\u0080\u0002}q\0X\u0001\0\0\0ah\0s.")));

    [Fact]
    public void Read_OfEndlessInstructions_FailsFast()
    {
        var pickle = new byte[3_000_000];
        Array.Fill(pickle, (byte)'N');
        Assert.Contains("more than 2000000 instructions", Refusal(pickle));
    }

    [Fact]
    public void Read_OfACompressedArchive_RefusesToUnpack()
    {
        using var folder = new TemporaryFolder();
        var path = Archive(folder, CompressionLevel.Optimal, ("x/data.pkl", new byte[1 << 20]));
        Assert.Contains("compressed file 'x/data.pkl'", Assert.Throws<WeightFileException>(() => WeightFile.Read(path)).Message);
    }

    [Theory]
    [InlineData("x/constants.pkl", "", "TorchScript program, which is not executed")]
    [InlineData("x/code/__torch__.py", "", "TorchScript program, which is not executed")]
    [InlineData("x/byteorder", "big", "big-endian")]
    [InlineData("y/data.pkl", "", "not one that PyTorch saved")]
    [InlineData("x/data.pkl", "", "two files named 'x/data.pkl'")]
    public void Read_OfAnotherArchive_SaysWhatItIs(string name, string content, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = Archive(folder, ("x/data.pkl", "\u0080\u0002}."u8.ToArray()), (name, Encoding.ASCII.GetBytes(content)));
        Assert.Contains(expected, Assert.Throws<WeightFileException>(() => WeightFile.Read(path)).Message);
    }

    private static string Refusal(byte[] pickle)
    {
        using var folder = new TemporaryFolder();
        var path = Archive(folder, ("x/data.pkl", pickle));
        return Assert.Throws<WeightFileException>(() => WeightFile.Read(path)).Message;
    }

    private static string Archive(TemporaryFolder folder, params (string Name, byte[] Bytes)[] files) =>
        Archive(folder, CompressionLevel.NoCompression, files);

    private static string Archive(TemporaryFolder folder, CompressionLevel compression, params (string Name, byte[] Bytes)[] files)
    {
        using var archive = new ZipArchive(File.Create(folder["x.pth"]), ZipArchiveMode.Create);
        foreach (var (name, bytes) in files)
        {
            using var stream = archive.CreateEntry(name, compression).Open();
            stream.Write(bytes);
        }
        return folder["x.pth"];
    }
}
