using System.Text;

namespace Atelier.Auditing;

/// <summary>Names by number, in order of appearance.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<byte[], int> _numbers = new(Utf8NameComparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<string> _names = [];

    /// <summary>An empty table.</summary>
    public NameTable() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The names; the index is the number.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The number of a name; a new one if the name is new.</summary>
    /// <param name="utf8">The name's UTF-8 bytes.</param>
    /// <exception cref="DecoderFallbackException">The name is new and its bytes are not UTF-8.</exception>
    public int NumberOf(ReadOnlySpan<byte> utf8)
    {
        if (_lookup.TryGetValue(utf8, out var number))
            return number;
        _names.Add(StrictUtf8.Decode(utf8));
        return _numbers[utf8.ToArray()] = _names.Count - 1;
    }

    /// <summary>The number of a name; a new one if the name is new.</summary>
    public int NumberOf(string name) => NumberOf(Encoding.UTF8.GetBytes(name));

    /// <summary>The number of a name; -1 if there is none.</summary>
    public int Find(string name) => _numbers.GetValueOrDefault(Encoding.UTF8.GetBytes(name), -1);
}
