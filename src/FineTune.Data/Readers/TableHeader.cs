namespace FineTune.Data;

/// <summary>The first line of a CSV or TSV file, which names the columns of all others.</summary>
internal sealed class TableHeader
{
    private readonly string[] _columns;

    /// <exception cref="DataException">A column has no name, or one that another has too.</exception>
    public TableHeader(RowOrigin origin, IEnumerable<string> cells)
    {
        _columns = [.. cells.Select(cell => cell.Trim())];
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Length == 0)
            {
                throw DataException.UnnamedColumn(origin, i + 1, _columns);
            }

            if (Array.IndexOf(_columns, _columns[i]) < i)
            {
                throw DataException.DuplicateColumn(origin, _columns[i]);
            }
        }
    }

    /// <summary>A row of these columns; null, and a problem more, when it has too few or too many cells.</summary>
    public DataRow? Row(RowOrigin origin, IReadOnlyList<string> cells, DataProblems problems)
    {
        if (cells.Count != _columns.Length)
        {
            problems.Add(DataException.WrongCellCount(origin, cells.Count, _columns));
            return null;
        }

        var values = new Field[cells.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Field.OfCell(cells[i]);
        }

        return new DataRow(origin, _columns, values);
    }
}
