using System.Runtime.InteropServices;

namespace Atelier.Data;

/// <summary>
/// Random numbers that depend only on a key, so that no thread and no earlier draw changes them. SplitMix64
/// (Steele, Lea and Flood, 2014) started at a mix of the key's parts. Not for secrets. Copies draw independently.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct CounterRandom
{
    private const ulong Golden = 0x9e3779b97f4a7c15;

    private ulong _state;

    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">0-based.</param>
    /// <param name="stream">What the numbers are for: a sample's index, or a negative number for another purpose.</param>
    public CounterRandom(long seed, int epoch, long stream) =>
        _state = Mix(Mix(Mix((ulong)seed + Golden) ^ (uint)epoch) ^ (ulong)stream);

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        _state += Golden;
        return Mix(_state);
    }

    /// <summary>A seed for random numbers of another purpose.</summary>
    public long NextSeed() => (long)NextBits();

    /// <summary>Uniform in [0,1), in steps of 2^-53.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="least"/>, <paramref name="most"/>).</summary>
    public double Next(double least, double most) => least + NextUnit() * (most - least);

    /// <summary>Uniform whole number in [0, <paramref name="count"/>), with no visible bias.</summary>
    public int Next(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>Puts values into a random order; all orders are equally likely.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var left = values.Length; left > 1; left--)
        {
            var at = Next(left);
            (values[at], values[left - 1]) = (values[left - 1], values[at]);
        }
    }

    // The finalizer of SplitMix64.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
