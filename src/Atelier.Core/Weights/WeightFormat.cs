namespace Atelier.Core;

/// <summary>How a weight file is laid out.</summary>
internal enum WeightFormat
{
    /// <summary>A JSON header and raw bytes: <c>.safetensors</c>.</summary>
    Safetensors,

    /// <summary>What <c>torch.save</c> writes since PyTorch 1.6: a zip archive with a pickle and one file per storage.</summary>
    TorchZip,

    /// <summary>What <c>torch.save</c> wrote before 1.6, and torchvision still offers: five pickles, then the storages.</summary>
    TorchLegacy,
}
