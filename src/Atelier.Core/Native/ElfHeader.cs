using System.Buffers.Binary;

namespace Atelier.Core;

/// <summary>The first bytes of a Linux library, which say what it was built for.</summary>
internal static class ElfHeader
{
    /// <summary>x86-64, as ELF numbers it (EM_X86_64 of elf.h): the one architecture that TorchSharp has a Linux library for.</summary>
    public const ushort X64 = 62;

    private const ushort Arm64 = 183; // EM_AARCH64

    /// <summary>The architecture of a 64-bit little-endian library; null if the file is none.</summary>
    public static ushort? Machine(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[20];
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header.StartsWith("\u007fELF\u0002\u0001"u8)
            ? BinaryPrimitives.ReadUInt16LittleEndian(header[18..])
            : null;
    }

    /// <summary>An architecture in words.</summary>
    public static string Name(ushort machine) => machine switch
    {
        X64 => "x86-64",
        Arm64 => "AArch64",
        _ => $"ELF machine {machine}",
    };
}
