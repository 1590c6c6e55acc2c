using static Atelier.Core.PickleOpcode;

namespace Atelier.Core;

/// <summary>
/// A pickle machine that executes nothing: named objects go to an <see cref="IPickleObjects"/>, which knows a handful of
/// them and refuses the rest; time and memory are bounded by the pickle's own length.
/// </summary>
internal sealed class Unpickler
{
    private const int MostInstructions = 2_000_000;

    private readonly PickleReader _reader;
    private readonly IPickleObjects _objects;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];

    private Unpickler(Stream stream, IPickleObjects objects) => (_reader, _objects) = (new PickleReader(stream), objects);

    /// <summary>Reads one pickle and leaves the stream right after it.</summary>
    /// <returns>null, bool, long, BigInteger, double, string, byte[], object?[] for a tuple, List&lt;object?&gt;,
    /// <see cref="PickleDict"/>, <see cref="PickleGlobal"/>, <see cref="PickleInert"/>, or what <paramref name="objects"/> makes.</returns>
    public static object? Read(Stream stream, IPickleObjects objects) => new Unpickler(stream, objects).Run();

    private object? Run()
    {
        for (var i = 0; i < MostInstructions; i++)
        {
            var opcode = _reader.Opcode();
            if (opcode == Stop)
                return Pop();
            if (!Plain(opcode) && !Container(opcode) && !Object(opcode))
                throw new WeightFormatException($"its pickle holds the instruction 0x{(byte)opcode:x2}, which no weight file needs.");
        }
        throw new WeightFormatException($"its pickle is hostile: it has more than {MostInstructions} instructions.");
    }

    private bool Plain(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case Proto: Protocol(_reader.Byte()); break;
            case Frame: _reader.UInt64(); break;
            case None: Push(null); break;
            case NewTrue: Push(true); break;
            case NewFalse: Push(false); break;
            case BinInt: Push((long)_reader.Int32()); break;
            case BinInt1: Push((long)_reader.Byte()); break;
            case BinInt2: Push((long)_reader.UInt16()); break;
            case Long1: Push(_reader.Integer(_reader.Byte())); break;
            case BinFloat: Push(_reader.Double()); break;
            case ShortBinUnicode or ShortBinString: Push(_reader.Text(_reader.Byte())); break;
            case BinUnicode or BinString: Push(_reader.Text((ulong)_reader.UInt32())); break;
            case BinUnicode8: Push(_reader.Text(_reader.UInt64())); break;
            case ShortBinBytes: Push(_reader.Bytes(_reader.Byte())); break;
            case Long4: Push(_reader.Integer(_reader.Int32())); break;
            case BinBytes8 or ByteArray8: Push(_reader.Bytes(_reader.UInt64())); break;
            case BinBytes: Push(_reader.Bytes((ulong)_reader.UInt32())); break;
            default: return false;
        }
        return true;
    }

    private bool Container(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case Mark: _marks.Push(_stack.Count); break;
            case PopMark: PopToMark(); break;
            case PickleOpcode.Pop when _marks.TryPeek(out var mark) && mark == _stack.Count: _marks.Pop(); break;
            case PickleOpcode.Pop: Pop(); break;
            case Dup: Push(Top<object?>()); break;
            case EmptyTuple: Push(Array.Empty<object?>()); break;
            case Tuple1: Push(PopLast(1)); break;
            case Tuple2: Push(PopLast(2)); break;
            case Tuple3: Push(PopLast(3)); break;
            case PickleOpcode.Tuple: Push(PopToMark()); break;
            case EmptyList: Push(new List<object?>()); break;
            case PickleOpcode.List: Push(new List<object?>(PopToMark())); break;
            case Append: AddTo(PopLast(1)); break;
            case Appends: AddTo(PopToMark()); break;
            case EmptySet: Push(PickleInert.Instance); break;
            case AddItems: AddTo(PopToMark()); break;
            case FrozenSet: PopToMark(); Push(PickleInert.Instance); break;
            case EmptyDict: Push(new PickleDict()); break;
            case Dict: Push(SetIn(new PickleDict(), PopToMark())); break;
            case SetItem: SetInTop(PopLast(2)); break;
            case SetItems: SetInTop(PopToMark()); break;
            default: return false;
        }
        return true;
    }

    private bool Object(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case BinPut: _memo[_reader.Byte()] = Top<object?>(); break;
            case LongBinPut: _memo[_reader.UInt32()] = Top<object?>(); break;
            case Memoize: _memo[_memo.Count] = Top<object?>(); break;
            case BinGet: Push(Recall(_reader.Byte())); break;
            case LongBinGet: Push(Recall(_reader.UInt32())); break;
            case Global: PushGlobal(_reader.Line(), _reader.Line()); break;
            case StackGlobal when PopLast(2) is [string module, string name]: PushGlobal(module, name); break;
            case Reduce or NewObj when PopLast(2) is [PickleGlobal global, object?[] arguments]: Push(_objects.Call(global, arguments)); break;
            case NewObjEx when PopLast(3) is [PickleGlobal global, object?[] arguments, _]: Push(_objects.Call(global, arguments)); break;
            case Build: BuildTop(Pop()); break;
            case BinPersId: Push(_objects.Load(Pop())); break;
            default: return false;
        }
        return true;
    }

    private static void Protocol(byte version)
    {
        if (version is < 2 or > 5)
            throw new WeightFormatException($"its pickle is of protocol {version}, or damaged; re-save it with PyTorch's defaults.");
    }

    private void PushGlobal(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        _objects.Check(global);
        Push(global);
    }

    private void BuildTop(object? state) => _objects.Build(Top<object?>(), state);

    private void AddTo(object?[] items)
    {
        if (Top<object?>() is not PickleInert)
            Top<List<object?>>().AddRange(items);
    }

    private void SetInTop(object?[] items)
    {
        if (Top<object?>() is not PickleInert)
            SetIn(Top<PickleDict>(), items);
    }

    private static PickleDict SetIn(PickleDict dict, object?[] items)
    {
        if (items.Length % 2 != 0)
            throw Damaged();
        for (var i = 0; i < items.Length; i += 2)
            dict.Set(items[i], items[i + 1]);
        return dict;
    }

    private object? Recall(long at) => _memo.TryGetValue(at, out var value) ? value : throw Damaged();

    private void Push(object? value) => _stack.Add(value);

    private object? Pop() => PopLast(1)[0];

    private object?[] PopToMark() => PopLast(_marks.TryPop(out var mark) ? _stack.Count - mark : throw Damaged());

    private object?[] PopLast(int count)
    {
        var start = _stack.Count - count;
        if (count < 0 || start < (_marks.TryPeek(out var mark) ? mark : 0))
            throw Damaged();
        var items = _stack[start..].ToArray();
        _stack.RemoveRange(start, count);
        return items;
    }

    private T Top<T>() => _stack.Count > 0 && _stack[^1] is var top && (top is T || top is null && default(T) is null && typeof(T) == typeof(object))
        ? (T)top!
        : throw Damaged();

    private static WeightFormatException Damaged() => new("its pickle is damaged or hostile: an instruction finds nothing fit to work on.");
}
