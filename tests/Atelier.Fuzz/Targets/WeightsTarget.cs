using Atelier.Core;
using static TorchSharp.torch;

namespace Atelier.Fuzz;

/// <summary>Weight files: described, and read.</summary>
/// <param name="name">The extension.</param>
internal sealed class WeightsTarget(string name) : FuzzTarget(name)
{
    public override IReadOnlyList<string> Words => Name == "pth"
        ? ["ctorch._utils\n_rebuild_tensor_v2\n", "ctorch\nFloatStorage\n", "ctorch\nHalfStorage\n", "ccollections\nOrderedDict\n", "cos\nsystem\n", "X\x08\0\0\0_storage", "Qtq\0R", "}q\0(", "\x80\x02", "\x80\x04", "K\x01", "J\xff\xff\xff\xff", "\x8a\x08", "ub.", "s.", "\x85\x86\x87"]
        : ["\"dtype\":\"F32\"", "\"dtype\":\"BF16\"", "\"shape\":[2,2]", "\"data_offsets\":[0,16]", "\"__metadata__\":{", "\"x\":", "{", "}", "[", "]", "null"];

    public override IEnumerable<byte[]> Seeds(string folder)
    {
        if (Name == "pth")
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.pth").Where(file => !Path.GetFileName(file).StartsWith("module", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith("tensor", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
                if (new FileInfo(file).Length < 8 << 10)
                    yield return File.ReadAllBytes(file);
            yield break;
        }
        using var weight = rand(3, 2);
        using var half = rand(4).to(bfloat16);
        var path = Path.Combine(folder, "seed.safetensors");
        Dictionary<string, string> metadata = new() { ["note"] = "a" };
        foreach (var seal in new[] { true, false })
        {
            File.Delete(path);
            WeightFile.Write(path, [new("layer.weight", weight), new("layer.bias", half)], metadata, seal);
            yield return File.ReadAllBytes(path);
        }
    }

    public override byte[] Mutate(byte[] input, Func<byte[], byte[]> edit, Random random) => random.Next(4) == 0
        ? edit(input)
        : Name == "pth" ? Archives.MutateZip(input, edit, random) : SafetensorsParts.Mutate(input, edit);

    public override string Read(byte[] input, string folder)
    {
        var path = Write(input, folder, $"weights.{Name}");
        var format = WeightFile.Inspect(path).Format;
        using var state = WeightFile.Read(path);
        return $"{format}";
    }
}
