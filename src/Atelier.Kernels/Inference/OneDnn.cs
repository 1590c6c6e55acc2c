using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>oneDNN's convolution with weights in its own order, fused with what follows: operators of libtorch that only TorchScript reaches.</summary>
/// <remarks>They know no gradients. Builds of libtorch without oneDNN, as for ARM, do not have them.</remarks>
internal static class OneDnn
{
    // Lists of numbers cannot be passed from C#, so each number has a name.
    private const string Source = """
        class OneDnn(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def pack(self: __torch__.OneDnn, weight: Tensor, n: int, c: int, h: int, w: int, down: int, across: int, above: int, left: int) -> Tensor:
            return ops.mkldnn._reorder_convolution_weight(weight, [above, left], [down, across], [1, 1], 1, [n, c, h, w])
          def convolve(self: __torch__.OneDnn, x: Tensor, weight: Tensor, bias: Tensor, down: int, across: int, above: int, left: int) -> Tensor:
            return ops.mkldnn._convolution_pointwise(x, weight, bias, [above, left], [down, across], [1, 1], 1, "none", annotate(List[Optional[number]], []), "")
          def convolve_relu(self: __torch__.OneDnn, x: Tensor, weight: Tensor, bias: Tensor, down: int, across: int, above: int, left: int) -> Tensor:
            return ops.mkldnn._convolution_pointwise(x, weight, bias, [above, left], [down, across], [1, 1], 1, "relu", annotate(List[Optional[number]], []), "")
          def convolve_add(self: __torch__.OneDnn, x: Tensor, weight: Tensor, bias: Tensor, down: int, across: int, above: int, left: int, addend: Tensor) -> Tensor:
            return ops.mkldnn._convolution_pointwise(x, addend, weight, bias, [above, left], [down, across], [1, 1], 1, "add", 1., None, annotate(List[Optional[number]], []), None)
          def convolve_add_relu(self: __torch__.OneDnn, x: Tensor, weight: Tensor, bias: Tensor, down: int, across: int, above: int, left: int, addend: Tensor) -> Tensor:
            return ops.mkldnn._convolution_pointwise(x, addend, weight, bias, [above, left], [down, across], [1, 1], 1, "add", 1., "relu", annotate(List[Optional[number]], []), None)

        """;

    private static readonly Lazy<jit.ScriptModule?> Script = new(Load);

    /// <summary>Whether this libtorch has them.</summary>
    public static bool IsThere => Script.Value is not null;

    /// <summary>Runs one of the functions above.</summary>
    public static Tensor Run(string function, params object[] arguments) => (Tensor)Script.Value!.invoke(function, arguments);

    private static jit.ScriptModule? Load()
    {
        try
        {
            return jit.load(Archive());
        }
        catch (ExternalException)
        {
            return null;   // It names an operator that this libtorch does not know.
        }
    }

    // What torch.jit.save writes of a module without weights: its source, and a pickle of an object whose one attribute is training = False.
    private static byte[] Archive()
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            Add("version", "3\n"u8);
            Add("constants.pkl", [0x80, 2, .. ")."u8]);
            Add("data.pkl", [0x80, 2, .. "c__torch__\nOneDnn\n)"u8, 0x81, .. "}(X"u8, 8, 0, 0, 0, .. "training"u8, 0x89, .. "ub."u8]);
            Add("code/__torch__.py", Encoding.UTF8.GetBytes(Source.ReplaceLineEndings("\n")));

            void Add(string name, ReadOnlySpan<byte> content)
            {
                using var entry = archive.CreateEntry("onednn/" + name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }
        return bytes.ToArray();
    }
}
