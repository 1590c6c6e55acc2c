namespace Atelier.Kernels;

/// <summary>As many float32 numbers as one register of the processor holds: kernels are written once over it, and compiled for each width.</summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>How many numbers: 4, 8 or 16.</summary>
    static abstract int Count { get; }

    /// <summary>Whether the processor has 32 such registers; otherwise 16.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TSelf Load(float* from);

    /// <summary>Has the second-level cache fetch the line that holds an address, any address at all, where .NET can ask for it.</summary>
    static abstract void Fetch(float* from);

    static abstract TSelf Broadcast(float value);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>One number where a and b are equal, another elsewhere.</summary>
    static abstract TSelf WhereEqual(TSelf a, TSelf b, TSelf equal, TSelf different);

    /// <summary>The value where the gate is greater than 0, 0 elsewhere.</summary>
    static abstract TSelf WherePositive(TSelf gate, TSelf value);

    /// <summary>The value where the number's bit is set, 0 elsewhere.</summary>
    static abstract TSelf WhereSet(uint bits, TSelf value);

    /// <summary>A bit for each number: whether a and b are equal there.</summary>
    static abstract ulong EqualBits(TSelf a, TSelf b);

    /// <summary>A bit for each number: whether it is greater than 0.</summary>
    static abstract ulong PositiveBits(TSelf value);

    static abstract float Sum(TSelf value);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    void Store(float* to);
}
