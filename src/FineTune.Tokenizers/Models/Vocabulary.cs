using System.Runtime.InteropServices;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Models;

/// <summary>Tokens and their ids, both ways, looked up by UTF-8 bytes without making a string.</summary>
/// <remarks>Filled while loading, then only read, from any number of threads.</remarks>
internal sealed class Vocabulary
{
    private readonly List<byte> _pool = [];
    private readonly List<Entry> _entries = [];
    private byte[] _bytes = [];
    private Entry[] _table = [];
    private int[] _slots = [];
    private int[] _entryOfId = [];
    private string?[] _strings = [];

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(int Start, int Length, int Id, uint Hash);

    /// <summary>How many tokens there are.</summary>
    public int Count => _table.Length;

    /// <summary>The highest id plus one.</summary>
    public int IdLimit => _entryOfId.Length;

    /// <summary>The bytes of the longest token.</summary>
    public int LongestToken { get; private set; }

    /// <summary>Notes a token; <see cref="Freeze"/> must follow the last.</summary>
    public void Add(string token, int id) => Add(TextEncoding.UTF8.GetBytes(token), id);

    /// <summary>Notes a token given as UTF-8; <see cref="Freeze"/> must follow the last.</summary>
    public void Add(ReadOnlySpan<byte> bytes, int id)
    {
        _entries.Add(new Entry(_pool.Count, bytes.Length, id, Hashing.Of(bytes)));
        _pool.AddRange(bytes);
    }

    /// <summary>
    /// Builds the tables. A token noted twice keeps its last id, as in the reference; an id noted for two tokens
    /// is a problem.
    /// </summary>
    /// <param name="keepRepeated">Whether a token noted twice keeps its first id too, for turning ids into tokens.</param>
    /// <returns>What is wrong with the vocabulary, if anything.</returns>
    public IReadOnlyList<string> Freeze(bool keepRepeated = false)
    {
        List<string> problems = [];
        _bytes = [.. _pool];
        var kept = FillSlots(keepRepeated);
        _table = [.. kept];
        _pool.Clear();
        _entries.Clear();

        var limit = 0;
        foreach (var entry in _table)
        {
            limit = Math.Max(limit, entry.Id + 1);
            LongestToken = Math.Max(LongestToken, entry.Length);
        }
        if (limit > (8L * _table.Length) + 1_000_000)
        {
            problems.Add($"the highest id is {limit - 1}, far beyond the {_table.Length} tokens there are");
            limit = 0;
        }
        _entryOfId = new int[limit];
        Array.Fill(_entryOfId, -1);
        _strings = new string?[limit];
        for (var i = 0; i < _table.Length && limit > 0; i++)
        {
            ref var entry = ref _entryOfId[_table[i].Id];
            if (entry >= 0)
                problems.Add($"id {_table[i].Id} is given to both '{TokenAt(entry)}' and '{TokenAt(i)}'");
            entry = i;
        }
        return problems;
    }

    /// <summary>Finds the id of the token with these bytes.</summary>
    public bool TryGetId(ReadOnlySpan<byte> token, out int id)
    {
        if (_slots.Length > 0)
        {
            var hash = Hashing.Of(token);
            var mask = _slots.Length - 1;
            for (var slot = (int)hash & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
            {
                ref readonly var entry = ref _table[_slots[slot] - 1];
                if (entry.Hash == hash && entry.Length == token.Length
                    && token.SequenceEqual(_bytes.AsSpan(entry.Start, entry.Length)))
                {
                    id = entry.Id;
                    return true;
                }
            }
        }
        id = -1;
        return false;
    }

    /// <summary>The id of <paramref name="token"/>, or null.</summary>
    public int? Find(string token) => TryGetId(TextEncoding.UTF8.GetBytes(token), out var id) ? id : null;

    /// <summary>The bytes of the token with this id; empty where there is none.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) =>
        Has(id) ? _bytes.AsSpan(_table[_entryOfId[id]].Start, _table[_entryOfId[id]].Length) : default;

    /// <summary>Whether some token has this id.</summary>
    public bool Has(int id) => (uint)id < (uint)_entryOfId.Length && _entryOfId[id] >= 0;

    /// <summary>The token with this id, or null.</summary>
    public string? TokenOf(int id)
    {
        if (!Has(id))
            return null;
        return _strings[id] ??= TokenAt(_entryOfId[id]);
    }

    /// <summary>All tokens, by ascending id.</summary>
    public IEnumerable<(string Token, int Id)> ById()
    {
        for (var id = 0; id < IdLimit; id++)
        {
            if (TokenOf(id) is { } token)
                yield return (token, id);
        }
    }

    private string TokenAt(int entry) => TextEncoding.UTF8.GetString(_bytes, _table[entry].Start, _table[entry].Length);

    /// <summary>Fills the hash table from the noted tokens, a later one taking the place of an equal earlier one.</summary>
    private List<Entry> FillSlots(bool keepRepeated)
    {
        var size = 16;
        while (size < _entries.Count * 2)
            size *= 2;
        _slots = new int[size];
        var kept = new List<Entry>(_entries.Count);
        foreach (var entry in _entries)
        {
            var token = _bytes.AsSpan(entry.Start, entry.Length);
            var slot = (int)entry.Hash & (size - 1);
            while (_slots[slot] != 0 && !Same(kept[_slots[slot] - 1], entry.Hash, token))
                slot = (slot + 1) & (size - 1);
            if (_slots[slot] != 0 && !keepRepeated)
            {
                kept[_slots[slot] - 1] = entry;
                continue;
            }
            kept.Add(entry);
            _slots[slot] = kept.Count;
        }
        return kept;
    }

    private bool Same(Entry entry, uint hash, ReadOnlySpan<byte> token) =>
        entry.Hash == hash && token.SequenceEqual(_bytes.AsSpan(entry.Start, entry.Length));
}
