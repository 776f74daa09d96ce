using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace FineTune.Formats;

/// <summary>Walks the JSON of a safetensors header and keeps every problem it meets.</summary>
internal ref struct SafetensorsHeaderParser
{
    private const int MaxQuoted = 60;
    private const int TypicalEntryBytes = 128;

    private readonly string _file;
    private readonly ReadOnlySpan<byte> _json;
    private readonly long _dataStart;
    private readonly List<long> _sizes = [];
    private Utf8JsonReader _reader;
    private int _unplaced;

    /// <param name="file">The file's path, for messages.</param>
    /// <param name="json">The header.</param>
    /// <param name="dataStart">Where the tensors' bytes start in the file.</param>
    public SafetensorsHeaderParser(string file, ReadOnlySpan<byte> json, long dataStart)
    {
        _file = file;
        _json = json;
        _dataStart = dataStart;
        _reader = new Utf8JsonReader(json);
        Tensors = new Dictionary<string, TensorInfo>(capacity: json.Length / TypicalEntryBytes);
    }

    public List<CheckpointException> Problems { get; } = [];

    public Dictionary<string, TensorInfo> Tensors { get; }

    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>
    /// Where the tensors lie, also those that were rejected for another reason: they take up room too.
    /// </summary>
    public List<TensorRange> Ranges { get; } = [];

    /// <summary>Whether every tensor has a range; where one has none, gaps between the others mean nothing.</summary>
    public readonly bool AllPlaced => _unplaced == 0;

    /// <exception cref="CheckpointException">The header is no JSON object at all.</exception>
    public void Parse()
    {
        if (!Utf8.IsValid(_json))
        {
            throw CheckpointException.HeaderNotJson(_file, "it is not UTF-8.");
        }

        if (_json.IsEmpty || _json[0] != (byte)'{')
        {
            throw CheckpointException.HeaderNotJson(_file, "it does not start with '{'.");
        }

        try
        {
            ReadObject();
            _reader.Read(); // Throws when anything but white space follows.
        }
        catch (JsonException error)
        {
            throw CheckpointException.HeaderNotJson(_file, error.Message);
        }
        catch (InvalidOperationException)
        {
            // What the reader says of an escape like \ud800 that stands for half a character.
            throw CheckpointException.HeaderNotJson(_file, "a string holds half of a surrogate pair.");
        }
    }

    private void ReadObject()
    {
        _reader.Read();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _reader.GetString()!;
            _reader.Read();
            if (name == SafetensorsHeader.MetadataKey)
            {
                ReadMetadata();
            }
            else
            {
                ReadTensor(name);
            }
        }
    }

    private void ReadMetadata()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            Reject(SafetensorsHeader.MetadataKey, "an object of strings");
            return;
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = _reader.GetString()!;
            _reader.Read();
            if (_reader.TokenType != JsonTokenType.String || !Metadata.TryAdd(key, _reader.GetString()!))
            {
                Reject($"{SafetensorsHeader.MetadataKey}.{key}", "one string");
            }
        }
    }

    private void ReadTensor(string name)
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _unplaced++;
            Reject(name, "an object with dtype, shape and data_offsets");
            return;
        }

        var start = (int)_reader.TokenStartIndex;
        var problemsBefore = Problems.Count;
        var entry = new Entry();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(name, ref entry);
        }

        if (entry is { DType: { } dtype, Shape: { } shape, Range: { } range })
        {
            Add(dtype, shape, range);
            return;
        }

        _unplaced++;
        if (Problems.Count == problemsBefore)
        {
            const string expected = "dtype, shape and data_offsets";
            Problems.Add(CheckpointException.BadHeaderEntry(_file, name, expected, Quote(start)));
        }
    }

    private void ReadField(string name, ref Entry entry)
    {
        if (_reader.ValueTextEquals("dtype"u8))
        {
            _reader.Read();
            if (entry.DType is not null || !TryReadDType(out entry.DType))
            {
                Reject($"{name}.dtype", "one string");
            }
        }
        else if (_reader.ValueTextEquals("shape"u8))
        {
            _reader.Read();
            if (entry.Shape is not null || !TryReadSizes())
            {
                Reject($"{name}.shape", "one list of non-negative integers");
                return;
            }

            entry.Shape = [.. _sizes];
        }
        else if (_reader.ValueTextEquals("data_offsets"u8))
        {
            _reader.Read();
            var start = _reader;
            if (entry.Range is not null || !TryReadSizes() || _sizes is not [var begin, var end] || begin > end)
            {
                _reader = start;
                Reject($"{name}.data_offsets", "one pair [begin, end] with begin <= end");
                return;
            }

            entry.Range = new TensorRange(name, begin, end);
        }
        else
        {
            _reader.Skip(); // The library ignores fields it does not know, so files may have them.
        }
    }

    /// <summary>Reads a dtype's name; names that are not read here are kept as they are, for the message.</summary>
    private readonly bool TryReadDType(out string? name)
    {
        name = null;
        if (_reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        foreach (var known in DTypes.Names)
        {
            if (_reader.ValueTextEquals(known))
            {
                name = known; // A header has as many dtypes as tensors: no new string for each.
                return true;
            }
        }

        name = _reader.GetString();
        return true;
    }

    /// <summary>
    /// Reads a list of sizes into <see cref="_sizes"/>; leaves the reader where it was when it is none.
    /// </summary>
    private bool TryReadSizes()
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var ahead = _reader;
        _sizes.Clear();
        while (ahead.Read() && ahead.TokenType != JsonTokenType.EndArray)
        {
            if (ahead.TokenType != JsonTokenType.Number || !ahead.TryGetInt64(out var size) || size < 0)
            {
                return false;
            }

            _sizes.Add(size);
        }

        _reader = ahead;
        return true;
    }

    private readonly void Add(string dtypeName, long[] shape, TensorRange range)
    {
        Ranges.Add(range);
        if (!DTypes.TryParse(dtypeName, out var dtype))
        {
            Problems.Add(CheckpointException.UnknownDType(_file, range.Name, dtypeName));
            return;
        }

        var tensor = new TensorInfo(range.Name, dtype, shape, _dataStart + range.Begin);
        var taken = ByteLengthOrNull(tensor);
        if (taken != range.Length)
        {
            Problems.Add(CheckpointException.WrongByteLength(_file, tensor, taken, range.Length));
        }
        else if (!Tensors.TryAdd(range.Name, tensor))
        {
            Problems.Add(CheckpointException.DuplicateTensor(_file, range.Name));
        }
    }

    private static long? ByteLengthOrNull(TensorInfo tensor)
    {
        try
        {
            return tensor.ByteLength;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Adds a problem with the value at the reader and moves past it.</summary>
    private void Reject(string entry, string expected)
    {
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Problems.Add(CheckpointException.BadHeaderEntry(_file, entry, expected, Quote(start)));
    }

    /// <summary>The JSON from <paramref name="start"/> to the reader, cut to what a message bears.</summary>
    private readonly string Quote(int start)
    {
        var text = Encoding.UTF8.GetString(_json[start..(int)_reader.BytesConsumed]);
        return text.Length <= MaxQuoted ? text : text[..MaxQuoted] + "...";
    }

    private struct Entry
    {
        public string? DType;
        public long[]? Shape;
        public TensorRange? Range;
    }
}
