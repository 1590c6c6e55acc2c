using static TorchSharp.torch;

namespace Atelier.Core;

/// <summary>What a weight file says about itself; reading it does not read the tensors' data.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">Its format in words, determined by its content: <c>safetensors</c>, or <c>PyTorch</c> with its layout.</param>
/// <param name="FileBytes">The size of the whole file, in bytes.</param>
/// <param name="Metadata">Free text by key; empty for PyTorch's formats.</param>
/// <param name="Tensors">The tensors, in the file's order.</param>
public sealed record WeightFileInfo(
    string Path,
    string Format,
    long FileBytes,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<WeightTensorInfo> Tensors);

/// <summary>One tensor of a weight file.</summary>
/// <param name="Name">The state-dict key, for example <c>features.0.weight</c>.</param>
/// <param name="Dtype">The element type.</param>
/// <param name="Shape">The sizes; empty for a scalar.</param>
/// <param name="Bytes">The size of the tensor's own data, in bytes.</param>
public sealed record WeightTensorInfo(string Name, ScalarType Dtype, IReadOnlyList<long> Shape, long Bytes);
