using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Atelier.Core;

namespace Atelier.Bench.Harness;

/// <summary>What numbers were measured on: a line for each table.</summary>
internal static class Machine
{
    /// <summary>Processor, vectors that .NET may use, system and runtime.</summary>
    public static string Description { get; } =
        $"{Environment.ProcessorCount} cores of {MachineFacts.Read().Processor}, {(Avx512F.IsSupported ? "with" : "without")} AVX-512, "
        + $"{RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}";
}
