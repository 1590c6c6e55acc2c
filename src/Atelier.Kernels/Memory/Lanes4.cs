using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Atelier.Kernels;

/// <summary>128 bits: NEON, the vectors of ARM's processors. Others run them, too, which is how they are tested there.</summary>
internal readonly unsafe struct Lanes4(Vector128<float> value) : ILanes<Lanes4>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    public static bool HasManyRegisters => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(float* from) => new(Vector128.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(float* from)
    {
        // .NET has no such instruction of ARM's.
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MultiplyAdd(Lanes4 a, Lanes4 b, Lanes4 c) => new(Vector128.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Max(Lanes4 a, Lanes4 b) => new(Vector128.Max(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 WhereEqual(Lanes4 a, Lanes4 b, Lanes4 equal, Lanes4 different) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a._value, b._value), equal._value, different._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 WherePositive(Lanes4 gate, Lanes4 value) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(gate._value, Vector128<float>.Zero), value._value, Vector128<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 WhereSet(uint bits, Lanes4 value)
    {
        var lanes = Vector128.Create(1, 2, 4, 8).AsUInt32();
        var set = Vector128.Equals(Vector128.Create(bits) & lanes, lanes);
        return new(Vector128.ConditionalSelect(set.AsSingle(), value._value, Vector128<float>.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong EqualBits(Lanes4 a, Lanes4 b) => Vector128.Equals(a._value, b._value).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PositiveBits(Lanes4 value) => Vector128.GreaterThan(value._value, Vector128<float>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes4 value) => Vector128.Sum(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 a, Lanes4 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _value.Store(to);
}
