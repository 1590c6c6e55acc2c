namespace Atelier.Bench.Gpu;

/// <summary>A line of the table that <see cref="GpuCheck"/> prints.</summary>
/// <param name="Check">What was compared or done.</param>
/// <param name="Device">What the device gave: a time or a value.</param>
/// <param name="Cpu">What the CPU gave; empty where it was not asked.</param>
/// <param name="Finding">Their difference or ratio, or what went wrong.</param>
/// <param name="Passed">Whether it is as it should be.</param>
internal sealed record GpuRow(string Check, string Device, string Cpu, string Finding, bool Passed);
