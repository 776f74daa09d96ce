namespace FineTune.Formats;

/// <summary>
/// Goes through a column chunk entry by entry: a value, a null, or an empty list, with the levels that say which.
/// </summary>
internal sealed class LeafReader
{
    private readonly LeafNode _leaf;
    private readonly ParquetPlace _place;
    private readonly PageReader _pages;
    private DataPage? _page;
    private long _left;
    private object? _value;

    /// <param name="leaf">The column.</param>
    /// <param name="chunk">Its chunk in a row group.</param>
    /// <param name="file">The file.</param>
    /// <param name="place">The column's place, for messages.</param>
    public LeafReader(LeafNode leaf, ColumnChunk chunk, MappedFile file, ParquetPlace place)
    {
        (_leaf, _place) = (leaf, place);
        _pages = new PageReader(leaf, chunk, file, place);
        _left = chunk.ValueCount;
        Advance();
    }

    /// <summary>Whether there is an entry; if not, the chunk has ended.</summary>
    public bool HasEntry { get; private set; }

    /// <summary>How many of the optional and repeated fields from the top the entry has.</summary>
    public int Definition { get; private set; }

    /// <summary>At which of the repeated fields from the top the entry starts a new item; 0 at the row.</summary>
    public int Repetition { get; private set; }

    /// <summary>The entry's value, or null; then goes on to the next entry.</summary>
    public object? Take()
    {
        if (!HasEntry)
        {
            throw _place.Damaged("the column has fewer values than the other columns of its list");
        }

        var value = _value;
        Advance();
        return value;
    }

    /// <summary>Checks that a row starts at the entry.</summary>
    public void StartRow(long row)
    {
        if (!HasEntry || Repetition != 0)
        {
            throw _place.Damaged(HasEntry ? $"row {row:N0} starts inside a list" : $"the column ends before row {row:N0}");
        }
    }

    /// <summary>Checks that the chunk has ended.</summary>
    public void CheckEnd(long rows)
    {
        if (HasEntry)
        {
            throw _place.Damaged($"the column goes on after row {rows:N0}, which is the last");
        }
    }

    private void Advance()
    {
        HasEntry = _left-- > 0;
        if (!HasEntry)
        {
            return;
        }

        while (_page is not { Left: > 0 })
        {
            _page = _pages.Next();
        }

        _page.Left--;
        Repetition = Level(_page.Repetitions, _leaf.RepetitionLevel);
        Definition = Level(_page.Definitions, _leaf.DefinitionLevel);
        _value = Definition == _leaf.DefinitionLevel ? _page.Values.Next() : null;
    }

    private int Level(HybridReader? levels, int highest)
    {
        var level = levels?.Next() ?? 0;
        return level <= highest ? (int)level : throw _place.Damaged($"level {level} of a column that has {highest}");
    }
}
