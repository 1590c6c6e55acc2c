using static TorchSharp.torch;

namespace Atelier.Core.Tests;

/// <summary>Damaged files are read or refused with a <see cref="WeightFileException"/>; nothing else may come out.</summary>
[NoTensorLeaks]
public sealed class WeightFuzzTests
{
    private const int Mutations = 1500;

    [Theory]
    [InlineData("small.zip.pth")]
    [InlineData("small.legacy.pth")]
    [InlineData("small.safetensors")]
    public void Read_OfEveryTruncation_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        var whole = Bytes(folder, name);
        for (var length = 0; length < whole.Length; length++)
            Assert.False(Reads(folder.Write("cut", whole.AsSpan(0, length))), $"The first {length} bytes of {whole.Length} were read.");
    }

    [Theory]
    [InlineData("small.zip.pth", 1)]
    [InlineData("small.legacy.pth", 2)]
    [InlineData("views.legacy.pth", 3)]
    [InlineData("small.safetensors", 4)]
    public void Read_OfChangedBytes_ReadsOrRefuses(string name, int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var whole = Bytes(folder, name);
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var changed = whole.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                changed[random.Next(changed.Length)] = random.Next(3) switch
                {
                    0 => (byte)random.Next(256),
                    1 => (byte)(changed[random.Next(changed.Length)] ^ (1 << random.Next(8))),
                    _ => changed[random.Next(changed.Length)],
                };
            refused += Reads(folder.Write("changed", changed)) ? 0 : 1;
        }
        Assert.InRange(refused, Mutations / 10, Mutations);
    }

    [Fact]
    public void Read_OfZipWithAnyChangedDataByte_FailsItsChecksum()
    {
        using var folder = new TemporaryFolder();
        var whole = Bytes(folder, "small.zip.pth");
        using var read = WeightFile.Read(Fixture.Path("small.zip.pth"));
        var data = read["b"].bytes.ToArray();
        var at = whole.AsSpan().IndexOf(data);
        whole[at] ^= 1;
        var error = Assert.Throws<WeightFileException>(() => WeightFile.Read(folder.Write("changed", whole)));
        Assert.Contains("checksum of storage", error.Message);
    }

    private static byte[] Bytes(TemporaryFolder folder, string name)
    {
        if (!name.EndsWith(".safetensors", StringComparison.Ordinal))
            return File.ReadAllBytes(Fixture.Path(name));
        using var scope = NewDisposeScope();
        Safetensors.Write(
            folder[name],
            new Dictionary<string, Tensor> { ["a"] = Fixture.Values(ScalarType.Float16, 2, 2), ["b"] = Fixture.Values(ScalarType.Float32, 2) },
            new Dictionary<string, string> { ["made"] = "here" });
        return File.ReadAllBytes(folder[name]);
    }

    private static bool Reads(string path)
    {
        try
        {
            WeightFile.Inspect(path);
            WeightFile.Read(path).Dispose();
            return true;
        }
        catch (WeightFileException e)
        {
            Assert.StartsWith(path + ": ", e.Message);
            Assert.EndsWith(".", e.Message);
            Assert.DoesNotContain("\n", e.Message);
            return false;
        }
    }
}
