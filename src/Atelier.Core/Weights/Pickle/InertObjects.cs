namespace Atelier.Core;

/// <summary>What stands for a Python object that training scripts save beside weights: it has no contents, and nothing of it is made or run.</summary>
internal sealed class PickleInert
{
    private PickleInert()
    {
    }

    /// <summary>The only one.</summary>
    public static PickleInert Instance { get; } = new();
}

/// <summary>The Python objects that stand beside weights, and are passed over: options, figures, times, states of schedulers and random numbers.</summary>
internal static class InertObjects
{
    private static readonly HashSet<string> Names =
    [
        "_codecs.encode", "copyreg._reconstructor", "copy_reg._reconstructor", "types.SimpleNamespace", "torch.device", "torch.Generator",
        "torch.torch_version.TorchVersion",
        .. from module in (string[])["builtins", "__builtin__"]
           from name in (string[])["set", "frozenset", "range", "xrange", "slice", "complex", "bytearray", "bytes", "object", "list", "dict", "tuple", "int", "long", "float", "str", "unicode", "bool", "getattr"]
           select $"{module}.{name}",
        .. from name in (string[])
               ["float16", "bfloat16", "float32", "float64", "half", "float", "double", "uint8", "int8", "int16", "int32", "int64", "short", "int", "long", "bool", "complex64", "complex128", "strided", "contiguous_format", "channels_last"]
           select $"torch.{name}",
    ];

    // Of their modules, all objects; configurations are nothing but dictionaries with comfort.
    private static readonly string[] Modules =
    [
        "argparse", "collections", "datetime", "decimal", "fractions", "pathlib", "uuid", "enum", "numpy", "torch.optim", "torch.nn.functional", "torch.amp", "torch.cuda.amp",
        "omegaconf", "easydict", "addict", "box", "yacs", "ml_collections", "fvcore", "mmcv", "mmengine", "pytorch_lightning", "lightning", "lightning_fabric",
        "lightning_utilities", "torchmetrics", "transformers", "accelerate", "hydra",
    ];

    /// <summary>Whether an object is one of them.</summary>
    public static bool Has(PickleGlobal global) =>
        Names.Contains(global.FullName)
        || Array.Exists(Modules, module => global.Module == module || global.Module.StartsWith($"{module}.", StringComparison.Ordinal));
}
