using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers.Text;

/// <summary>Byte strings and their ids, for finding the longest or all of those that a text begins with.</summary>
/// <remarks>The edges lie in one hash table, so building takes one insertion a byte and a step takes one look-up.</remarks>
internal sealed class ByteTrie
{
    /// <summary>The node where every search starts.</summary>
    public const int Root = 0;

    private ulong[] _edges = new ulong[16];
    private int _edgeCount;
    private int[] _ids = [-1];

    /// <summary>Whether nothing has been added.</summary>
    public bool IsEmpty => _edgeCount == 0;

    /// <summary>Adds a string, which must not be empty; adding it again changes its id.</summary>
    public void Add(ReadOnlySpan<byte> key, int id)
    {
        var node = Root;
        foreach (var label in key)
        {
            if (!TryStep(node, label, out var next))
                next = AddEdge(node, label);
            node = next;
        }
        _ids[node] = id;
    }

    /// <summary>Follows the edge <paramref name="label"/> from <paramref name="node"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryStep(int node, byte label, out int next)
    {
        var key = KeyOf(node, label);
        var mask = _edges.Length - 1;
        for (var slot = (int)Hashing.Of(key) & mask; _edges[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_edges[slot] >> 32 == key)
            {
                next = (int)(uint)_edges[slot];
                return true;
            }
        }
        next = 0;
        return false;
    }

    /// <summary>The id of the string that ends at <paramref name="node"/>, or -1.</summary>
    public int IdAt(int node) => _ids[node];

    /// <summary>Finds the longest added string that <paramref name="text"/> begins with.</summary>
    public bool TryMatchLongest(ReadOnlySpan<byte> text, out int id, out int length)
    {
        (id, length) = (-1, 0);
        var node = Root;
        for (var i = 0; i < text.Length && TryStep(node, text[i], out node); i++)
        {
            if (_ids[node] >= 0)
                (id, length) = (_ids[node], i + 1);
        }
        return id >= 0;
    }

    /// <summary>A node and a label in one number; nodes are counted from 1 here, so that no key is 0.</summary>
    private static ulong KeyOf(int node, byte label) => ((ulong)(uint)(node + 1) << 8) | label;

    private int AddEdge(int node, byte label)
    {
        if ((_edgeCount + 1) * 2 > _edges.Length)
            Grow();
        _edgeCount++;
        if (_edgeCount == _ids.Length)
        {
            Array.Resize(ref _ids, _ids.Length * 2);
            Array.Fill(_ids, -1, _edgeCount, _edgeCount);
        }
        Place((KeyOf(node, label) << 32) | (uint)_edgeCount);
        return _edgeCount;
    }

    private void Grow()
    {
        var old = _edges;
        _edges = new ulong[old.Length * 2];
        foreach (var edge in old)
        {
            if (edge != 0)
                Place(edge);
        }
    }

    private void Place(ulong edge)
    {
        var mask = _edges.Length - 1;
        var slot = (int)Hashing.Of(edge >> 32) & mask;
        while (_edges[slot] != 0)
            slot = (slot + 1) & mask;
        _edges[slot] = edge;
    }
}
