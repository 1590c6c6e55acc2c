using System.Buffers.Binary;

namespace Atelier.Imaging;

/// <summary>
/// Walks the entropy-coded blocks of a sequential JPEG (ITU-T T.81, annexes B and F) without computing a pixel. Decoders fill in
/// what is missing or does not decode, and some only whisper about it; here the blocks must be all there, and end where the data does.
/// </summary>
internal ref struct JpegScan
{
    private const int SequentialBaseline = 0xc0, SequentialExtended = 0xc1, HuffmanTables = 0xc4, FirstRestart = 0xd0, StartOfImage = 0xd8,
        EndOfImage = 0xd9, StartOfScan = 0xda, RestartInterval = 0xdd;

    // Odd bytes between the last block and the next marker that some programs leave; more are blocks that were not understood.
    private const int HarmlessBytes = 32;

    private readonly ReadOnlySpan<byte> _file;
    private readonly HuffmanTable?[] _tables = new HuffmanTable?[8];   // four for DC, four for AC
    private Component[] _components = [];
    private int _width, _height, _interval, _at;
    private uint _bits;
    private int _count;
    private bool _isOut;

    private JpegScan(ReadOnlySpan<byte> file) => _file = file;

    /// <summary>The share of the blocks that is missing, from the first that is, or 0 if something else is wrong with them; null if nothing is, or the JPEG is of another kind.</summary>
    /// <param name="file">The whole file.</param>
    public static double? Damage(ReadOnlySpan<byte> file)
    {
        try
        {
            return new JpegScan(file).Walk();
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            return null;   // A segment is cut off, which the decoder says better.
        }
    }

    private double? Walk()
    {
        _at = 2;
        while (_at + 4 <= _file.Length)
        {
            if (_file[_at] != 0xff || _file[_at + 1] is 0 or 0xff or 1 or (>= FirstRestart and <= StartOfImage))
            {
                _at++;
                continue;
            }
            var marker = _file[_at + 1];
            if (marker == EndOfImage)
                return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(_file[(_at + 2)..]);
            var segment = _file.Slice(_at + 4, Math.Max(0, length - 2));
            _at += 2 + length;
            switch (marker)
            {
                case SequentialBaseline or SequentialExtended:
                    Frame(segment);
                    break;
                case >= 0xc2 and <= 0xcf and not (HuffmanTables or 0xc8 or 0xcc):
                    return null;
                case HuffmanTables:
                    Tables(segment);
                    break;
                case RestartInterval:
                    _interval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                case StartOfScan when _components is [] || _height == 0:
                    return null;
                case StartOfScan when Scan(segment) is { } damage:
                    return damage;
            }
        }
        return null;
    }

    private void Frame(ReadOnlySpan<byte> segment)
    {
        (_height, _width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        _components = new Component[segment[5]];
        for (var i = 0; i < _components.Length; i++)
            _components[i] = new(segment[6 + 3 * i], segment[7 + 3 * i] >> 4, segment[7 + 3 * i] & 15);
    }

    private readonly void Tables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= 17)
        {
            var count = 0;
            foreach (var codes in segment[1..17])
                count += codes;
            _tables[(segment[0] >> 4 & 1) * 4 + (segment[0] & 3)] = new(segment[1..17], segment.Slice(17, count).ToArray());
            segment = segment[(17 + count)..];
        }
    }

    private double? Scan(ReadOnlySpan<byte> segment)
    {
        var (highest, widest) = (1, 1);
        foreach (var component in _components)
            (highest, widest) = (Math.Max(highest, component.Down), Math.Max(widest, component.Across));
        // The tables of each block of a unit, in its order.
        var unit = new List<(HuffmanTable Dc, HuffmanTable Ac)>();
        var units = (long)Blocks(_width, 1, widest) * Blocks(_height, 1, highest);
        for (var i = 0; i < segment[0]; i++)
        {
            var (id, tables) = (segment[1 + 2 * i], segment[2 + 2 * i]);
            if (Array.Find(_components, known => known.Id == id) is not { } component
                || _tables[tables >> 4 & 3] is not { } dc || _tables[4 + (tables & 3)] is not { } ac)
                return null;
            var count = segment[0] == 1 ? 1 : component.Across * component.Down;
            if (segment[0] == 1)
                units = (long)Blocks(_width, component.Across, widest) * Blocks(_height, component.Down, highest);
            for (var block = 0; block < count; block++)
                unit.Add((dc, ac));
        }
        for (var done = 0L; done < units;)
        {
            (_bits, _count, _isOut) = (0, 0, false);
            var end = _interval == 0 ? units : Math.Min(units, done + _interval);
            for (; done < end; done++)
                foreach (var (dc, ac) in unit)
                    if (!Skip(dc, ac))
                        return (double)(units - done) / units;
            if (done < units)
            {
                if (Rest() > HarmlessBytes)
                    return 0;
                if (_at + 1 >= _file.Length || _file[_at + 1] is not (>= FirstRestart and < StartOfImage))
                    return (double)(units - done) / units;
                _at += 2;
            }
        }
        return Rest() > HarmlessBytes ? 0 : null;
    }

    private static int Blocks(int pixels, int share, int most) => (int)(((long)pixels * share + most * 8 - 1) / (most * 8));

    // One block: a DC difference, then runs of zeros and AC values up to the 64th.
    private bool Skip(HuffmanTable dc, HuffmanTable ac)
    {
        var size = Symbol(dc);
        if (size is < 0 or > 16 || !Drop(size))
            return false;
        for (var index = 1; index < 64; index++)
        {
            var symbol = Symbol(ac);
            if (symbol < 0 || !Drop(symbol & 15))
                return false;
            if ((symbol & 15) == 0 && symbol != 0xf0)
                return true;
            index += symbol >> 4;
            if (index > 63)
                return false;
        }
        return true;
    }

    // -1 where the data end, or no symbol has that code.
    private int Symbol(HuffmanTable table)
    {
        Fill();
        var found = table.Find((ushort)(_bits >> 16), out var length);
        return found >= 0 && Drop(length) ? found : -1;
    }

    private bool Drop(int count)
    {
        if (count == 0)
            return true;
        Fill();
        if (count > _count)
            return false;
        _bits <<= count;
        _count -= count;
        return true;
    }

    // At least 16 bits, if there are as many before the next marker.
    private void Fill()
    {
        while (_count <= 24 && !_isOut)
        {
            if (_at >= _file.Length || (_file[_at] == 0xff && (_at + 1 >= _file.Length || _file[_at + 1] != 0)))
            {
                _isOut = true;
                return;
            }
            _bits |= (uint)_file[_at] << (24 - _count);
            _count += 8;
            _at += _file[_at] == 0xff ? 2 : 1;
        }
    }

    // Bytes up to the next marker, but for an end of one repeated value.
    private int Rest()
    {
        var start = _at;
        while (_at + 1 < _file.Length && (_file[_at] != 0xff || _file[_at + 1] is 0 or 0xff))
            _at++;
        var end = _at;
        while (end > start + 1 && _file[end - 1] == _file[end - 2])
            end--;
        return end - start;
    }

    private sealed record Component(byte Id, int Across, int Down);

    /// <summary>A canonical Huffman code: lengths up to <see cref="FastBits"/> by a table, longer ones by the first code of each length.</summary>
    private sealed class HuffmanTable
    {
        private const int FastBits = 9;
        private readonly short[] _fast = new short[1 << FastBits];   // length << 8 | symbol; 0 for a longer code
        private readonly int[] _firstCode = new int[18];
        private readonly int[] _firstIndex = new int[18];
        private readonly byte[] _symbols;

        public HuffmanTable(ReadOnlySpan<byte> counts, byte[] symbols)
        {
            _symbols = symbols;
            var (code, index) = (0, 0);
            for (var length = 1; length <= 16; length++, code <<= 1)
            {
                (_firstCode[length], _firstIndex[length]) = (code, index);
                for (var i = 0; i < counts[length - 1]; i++, code++, index++)
                    if (length <= FastBits && code < 1 << length)
                        _fast.AsSpan(code << (FastBits - length), 1 << (FastBits - length)).Fill((short)(length << 8 | symbols[index]));
            }
            _firstIndex[17] = index;
        }

        /// <summary>The symbol that the bits begin with, and how many it takes; -1 for none.</summary>
        public int Find(ushort bits, out int length)
        {
            var fast = _fast[bits >> (16 - FastBits)];
            length = fast >> 8;
            if (fast != 0)
                return fast & 255;
            for (length = FastBits + 1; length <= 16; length++)
            {
                var index = (bits >> (16 - length)) - _firstCode[length] + _firstIndex[length];
                if (index >= _firstIndex[length] && index < _firstIndex[length + 1])
                    return _symbols[index];
            }
            return -1;
        }
    }
}
