using System.Buffers;

namespace FineTune.Tokenizers.Models;

/// <summary>The order of a long word's symbols while merging takes some away, over borrowed memory.</summary>
internal readonly struct SymbolLinks : IDisposable
{
    private readonly int[] _previous;
    private readonly int[] _next;

    /// <summary>Links <paramref name="count"/> symbols in a row.</summary>
    public SymbolLinks(int count)
    {
        _previous = ArrayPool<int>.Shared.Rent(count);
        _next = ArrayPool<int>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
            (_previous[i], _next[i]) = (i - 1, i + 1);
        _next[count - 1] = -1;
    }

    /// <summary>The symbol to the left, or -1.</summary>
    public int Previous(int symbol) => _previous[symbol];

    /// <summary>The symbol to the right, or -1.</summary>
    public int Next(int symbol) => _next[symbol];

    /// <summary>Takes away a symbol that is not the first.</summary>
    public void Remove(int symbol)
    {
        var (previous, next) = (_previous[symbol], _next[symbol]);
        _next[previous] = next;
        if (next >= 0)
            _previous[next] = previous;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_previous);
        ArrayPool<int>.Shared.Return(_next);
    }
}
