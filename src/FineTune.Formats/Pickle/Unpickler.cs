using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace FineTune.Formats;

/// <summary>
/// A pickle machine that builds tensors and plain containers and can do nothing else: no name outside
/// <see cref="PickleGlobals"/> is looked up, no code is run.
/// </summary>
/// <remarks>
/// Format: Python's <c>Lib/pickletools.py</c>. Values are null, bool, long, BigInteger, double, string, byte[],
/// <see cref="PickleTuple"/>, <c>List&lt;object?&gt;</c>, <see cref="PickleDict"/>, <see cref="PickleTensor"/>.
/// </remarks>
internal ref struct Unpickler
{
    private const int HighestProtocol = 5;

    private readonly string _file;
    private readonly Func<PickleTuple, object?> _load;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private PickleBytes _bytes;

    /// <param name="file">The file's path, for messages.</param>
    /// <param name="bytes">One or more pickles, one after another.</param>
    /// <param name="load">Turns a persistent id into its object; null refuses it.</param>
    public Unpickler(string file, ReadOnlySpan<byte> bytes, Func<PickleTuple, object?> load)
    {
        (_file, _load) = (file, load);
        _bytes = new PickleBytes(file, bytes);
    }

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _bytes.Position;

    /// <summary>Reads one pickle.</summary>
    /// <exception cref="CheckpointException">The pickle is damaged, or asks for more than tensors.</exception>
    public object? Load()
    {
        _stack.Clear();
        _marks.Clear();
        _memo.Clear();
        while (true)
        {
            var op = (PickleOp)_bytes.Byte();
            if (op == PickleOp.Stop)
            {
                return Pop();
            }

            if (!TryValue(op) && !TryContainer(op) && !TryMemo(op) && !TryObject(op))
            {
                throw Damaged($"opcode 0x{(byte)op:x2}, which no state dict has");
            }
        }
    }

    private bool TryValue(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.None: Push(null); break;
            case PickleOp.NewTrue: Push(true); break;
            case PickleOp.NewFalse: Push(false); break;
            case PickleOp.BinInt: Push((long)(int)_bytes.UInt32()); break;
            case PickleOp.BinInt1: Push((long)_bytes.Byte()); break;
            case PickleOp.BinInt2: Push((long)BinaryPrimitives.ReadUInt16LittleEndian(_bytes.Take(2))); break;
            case PickleOp.Long1: PushInteger(_bytes.Take(_bytes.Byte())); break;
            case PickleOp.Long4: PushInteger(_bytes.Take(_bytes.UInt32())); break;
            case PickleOp.BinFloat: Push(BinaryPrimitives.ReadDoubleBigEndian(_bytes.Take(8))); break;
            case PickleOp.BinUnicode: Push(Text(_bytes.Take(_bytes.UInt32()))); break;
            case PickleOp.ShortBinUnicode: Push(Text(_bytes.Take(_bytes.Byte()))); break;
            case PickleOp.BinUnicode8: Push(Text(_bytes.Take(_bytes.UInt64()))); break;
            case PickleOp.BinString: Push(Text(_bytes.Take(_bytes.UInt32()))); break;
            case PickleOp.ShortBinString: Push(Text(_bytes.Take(_bytes.Byte()))); break;
            case PickleOp.BinBytes: Push(_bytes.Take(_bytes.UInt32()).ToArray()); break;
            case PickleOp.ShortBinBytes: Push(_bytes.Take(_bytes.Byte()).ToArray()); break;
            case PickleOp.BinBytes8: Push(_bytes.Take(_bytes.UInt64()).ToArray()); break;
            default: return false;
        }

        return true;
    }

    private bool TryContainer(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.EmptyTuple: Push(new PickleTuple([])); break;
            case PickleOp.Tuple1: Push(new PickleTuple(PopLast(1))); break;
            case PickleOp.Tuple2: Push(new PickleTuple(PopLast(2))); break;
            case PickleOp.Tuple3: Push(new PickleTuple(PopLast(3))); break;
            case PickleOp.Tuple: Push(new PickleTuple(PopToMark())); break;
            case PickleOp.EmptyList: Push(new List<object?>()); break;
            case PickleOp.List: Push(new List<object?>(PopToMark())); break;
            case PickleOp.Append: Append(PopLast(1)); break;
            case PickleOp.Appends: Append(PopToMark()); break;
            case PickleOp.EmptyDict: Push(new PickleDict()); break;
            case PickleOp.Dict: SetItems(new PickleDict(), PopToMark(), push: true); break;
            case PickleOp.SetItem: SetItems(PopLast(2)); break;
            case PickleOp.SetItems: SetItems(PopToMark()); break;
            default: return false;
        }

        return true;
    }

    private bool TryMemo(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.Mark: _marks.Push(_stack.Count); break;
            case PickleOp.Pop: Pop(); break;
            case PickleOp.PopMark: PopToMark(); break;
            case PickleOp.Dup: Push(Peek()); break;
            case PickleOp.BinPut: _memo[_bytes.Byte()] = Peek(); break;
            case PickleOp.LongBinPut: _memo[_bytes.UInt32()] = Peek(); break;
            case PickleOp.Memoize: _memo[_memo.Count] = Peek(); break;
            case PickleOp.BinGet: Push(Recall(_bytes.Byte())); break;
            case PickleOp.LongBinGet: Push(Recall(_bytes.UInt32())); break;
            default: return false;
        }

        return true;
    }

    private bool TryObject(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.Proto: CheckProtocol(_bytes.Byte()); break;
            case PickleOp.Frame: _bytes.Take(8); break;
            case PickleOp.Global: Push(Find(Text(_bytes.Line()), Text(_bytes.Line()))); break;
            case PickleOp.StackGlobal: FindOnStack(); break;
            case PickleOp.Reduce: Reduce(); break;
            case PickleOp.Build: Build(); break;
            case PickleOp.BinPersId: Push(LoadPersistent()); break;
            default: return false;
        }

        return true;
    }

    private readonly void CheckProtocol(byte protocol)
    {
        if (protocol > HighestProtocol)
        {
            throw Damaged($"pickle protocol {protocol}; read are those to {HighestProtocol}");
        }
    }

    private readonly object Find(string module, string name) =>
        PickleGlobals.Find(module, name) ?? throw CheckpointException.PoisonedPickle(_file, $"{module}.{name}");

    private readonly void FindOnStack()
    {
        if (PopLast(2) is not [string module, string name])
        {
            throw Damaged("a global that is not named by two strings");
        }

        Push(Find(module, name));
    }

    private readonly void Reduce()
    {
        if (PopLast(2) is not [PickleCallable callable, PickleTuple arguments])
        {
            throw Damaged("a call of something that is no function");
        }

        Push(PickleGlobals.Call(callable, arguments) ?? throw Damaged($"wrong arguments for {callable}"));
    }

    /// <summary>Attributes of an OrderedDict (<c>_metadata</c>, which modules leave there) are left out.</summary>
    private readonly void Build()
    {
        Pop();
        if (Peek() is not PickleDict)
        {
            throw Damaged("attributes for an object that has none");
        }
    }

    private readonly object LoadPersistent() =>
        Pop() is PickleTuple id && _load(id) is { } loaded
            ? loaded
            : throw Damaged("a persistent id that is no storage");

    private readonly void Append(object?[] items)
    {
        if (Peek() is not List<object?> list)
        {
            throw Damaged("items for an object that is no list");
        }

        list.AddRange(items);
    }

    private readonly void SetItems(object?[] items)
    {
        if (Peek() is not PickleDict dict)
        {
            throw Damaged("entries for an object that is no dict");
        }

        SetItems(dict, items, push: false);
    }

    private readonly void SetItems(PickleDict dict, object?[] items, bool push)
    {
        if (items.Length % 2 != 0)
        {
            throw Damaged("a key without a value");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dict.Set(items[i] ?? throw Damaged("a key that is None"), items[i + 1]);
        }

        if (push)
        {
            Push(dict);
        }
    }

    private readonly object? Recall(long index) =>
        _memo.TryGetValue(index, out var value) ? value : throw Damaged($"memo {index}, which was never set");

    private readonly void Push(object? value) => _stack.Add(value);

    private readonly object? Peek() => _stack.Count > Floor ? _stack[^1] : throw StackEmpty();

    private readonly object? Pop() => PopLast(1)[0];

    private readonly object?[] PopLast(int count)
    {
        if (_stack.Count - count < Floor)
        {
            throw StackEmpty();
        }

        object?[] items = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private readonly object?[] PopToMark()
    {
        if (!_marks.TryPop(out var mark))
        {
            throw Damaged("an end without a mark");
        }

        return PopLast(_stack.Count - mark);
    }

    private readonly int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    /// <summary>Integers are long wherever they fit, so that nobody else has to look at both.</summary>
    private readonly void PushInteger(ReadOnlySpan<byte> bytes)
    {
        var value = new BigInteger(bytes);
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            Push((long)value);
        }
        else
        {
            Push(value);
        }
    }

    private readonly string Text(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a string that is not UTF-8");
        }
    }

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly CheckpointException StackEmpty() => Damaged("an instruction for which the stack is too short");

    private readonly CheckpointException Damaged(string found) =>
        CheckpointException.BadPickle(_file, _bytes.Position, found);
}
