namespace Atelier.Runs;

/// <summary>Where a model was trained.</summary>
/// <param name="Version">Atelier's.</param>
/// <param name="Torch">TorchSharp's, which libtorch comes with.</param>
/// <param name="Runtime">.NET's.</param>
/// <param name="System">Operating system.</param>
/// <param name="Processor">Its name.</param>
/// <param name="Device">Where it computed.</param>
/// <param name="Threads">Processor threads; null where they were not set.</param>
/// <param name="Seed">Of all random numbers.</param>
internal sealed record CardEnvironment(string Version, string Torch, string Runtime, string System, string Processor, string Device, int? Threads, long Seed);
