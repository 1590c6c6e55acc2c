using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Core.Tests;

public sealed class SealTests
{
    [Fact, NoTensorLeaks]
    public void SealedFile_WithOneBitChanged_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder["sealed.safetensors"];
        using (var scope = NewDisposeScope())
            Safetensors.Write(path, [new("a", Arange(1000, float32))], new Dictionary<string, string>(StringComparer.Ordinal) { ["position"] = "7" }, seal: true);
        Safetensors.Read(path).Dispose();

        var bytes = File.ReadAllBytes(path);
        bytes[^2000] ^= 1;
        File.WriteAllBytes(path, bytes);

        var error = Assert.Throws<WeightFileException>(() => Safetensors.Read(path));
        Assert.Contains("is damaged: its contents do not match its own digest", error.Message, StringComparison.Ordinal);
        Assert.Throws<WeightFileException>(() => WeightFile.Read(path));
    }

    [Fact, NoTensorLeaks]
    public void SealedFile_WithOtherMetadata_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder["sealed.safetensors"];
        using (var scope = NewDisposeScope())
            Safetensors.Write(path, [new("a", ones(3))], new Dictionary<string, string>(StringComparer.Ordinal) { ["position"] = "7" }, seal: true);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("\"7\""u8) + 1] = (byte)'8';
        File.WriteAllBytes(path, bytes);

        Assert.Throws<WeightFileException>(() => Safetensors.Read(path));
    }
}
