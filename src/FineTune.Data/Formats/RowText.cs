namespace FineTune.Data;

/// <summary>Reads texts of rows.</summary>
internal static class RowText
{
    /// <summary>The text of a column; what is none is added to the problems.</summary>
    public static string Required(DataRow row, string column, DataProblems problems)
    {
        var field = row[column];
        if (field.Text is null)
        {
            problems.Add(field.IsMissing
                ? DataException.MissingValue(row.Origin, column)
                : DataException.WrongType(row.Origin, column, "a string", field));
        }

        return field.Text ?? "";
    }

    /// <summary>The text of a column, or nothing where the row has no value.</summary>
    public static string Optional(DataRow row, string column, DataProblems problems) =>
        row[column].IsMissing ? "" : Required(row, column, problems);

    /// <summary>The text of a column that is to be learned; a blank one is added to the problems.</summary>
    public static string Answer(DataRow row, string column, DataProblems problems)
    {
        if (row[column].IsMissing || row[column].Text is { } text && string.IsNullOrWhiteSpace(text))
        {
            problems.Add(DataException.EmptyAnswer(row.Origin, column));
            return "";
        }

        return Required(row, column, problems);
    }
}
