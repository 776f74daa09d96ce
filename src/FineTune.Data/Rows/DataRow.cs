namespace FineTune.Data;

/// <summary>One row of a data file: named values, and where they came from.</summary>
public sealed class DataRow
{
    private readonly IReadOnlyList<Field> _values;

    /// <param name="origin">Where the row starts.</param>
    /// <param name="columns">The columns' names; rows of one file share the list where they can.</param>
    /// <param name="values">The values, one for each column.</param>
    public DataRow(RowOrigin origin, IReadOnlyList<string> columns, IReadOnlyList<Field> values) =>
        (Origin, Columns, _values) = (origin, columns, values);

    /// <summary>Where the row starts.</summary>
    public RowOrigin Origin { get; }

    /// <summary>The names of the row's columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// The value of a column; one whose <see cref="Field.IsMissing"/> is true when the row has no such column.
    /// </summary>
    public Field this[string column]
    {
        get
        {
            for (var i = 0; i < Columns.Count; i++)
            {
                if (Columns[i] == column)
                {
                    return _values[i];
                }
            }

            return default;
        }
    }
}
