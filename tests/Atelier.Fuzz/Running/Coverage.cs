using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Atelier.Fuzz;

/// <summary>Which branches have been taken how often, where SharpFuzz has instrumented Atelier's assemblies; without that, it stays empty.</summary>
internal sealed unsafe class Coverage
{
    private const int Size = 1 << 16;
    private readonly byte[] _seen = new byte[Size];   // bits: once, twice, three times, 4 to 7, 8 to 15 ...

    // Before any instrumented code runs; it writes there on whatever thread, to the end of the process.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "This is a program.")]
    internal static void Begin() => Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(Size);

    /// <summary>How many branches have been taken.</summary>
    public int Branches => _seen.Count(times => times != 0);

    /// <summary>Before an input.</summary>
    public void Clear()
    {
        new Span<byte>(Trace.SharedMem, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>After an input: whether it took a branch that none before did, or one that often.</summary>
    public bool IsNew()
    {
        var isNew = false;
        var taken = new ReadOnlySpan<byte>(Trace.SharedMem, Size);
        for (var i = 0; i < Size; i++)
        {
            if (taken[i] == 0)
                continue;
            var bit = (byte)(1 << Bucket(taken[i]));
            if ((_seen[i] & bit) != 0)
                continue;
            _seen[i] |= bit;
            isNew = true;
        }
        return isNew;
    }

    private static int Bucket(byte times) => times switch
    {
        1 => 0,
        2 => 1,
        3 => 2,
        < 8 => 3,
        < 16 => 4,
        < 32 => 5,
        < 128 => 6,
        _ => 7,
    };
}
