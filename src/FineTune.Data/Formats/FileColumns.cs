namespace FineTune.Data;

/// <summary>The columns of one file, and how one of them is chosen for a role.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Names">The columns' names in their order.</param>
public sealed record FileColumns(string File, IReadOnlyList<string> Names)
{
    /// <summary>The columns as the file's first row has them.</summary>
    public FileColumns(DataRow first)
        : this(first.Origin.File, first.Columns) => First = first;

    /// <summary>The file's first row, which shows what is in the columns; null where that is not known.</summary>
    public DataRow? First { get; }

    /// <summary>The columns of a file's first row; none when the file holds no row that can be read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">A reader's name, or <c>auto</c>.</param>
    /// <exception cref="DataException">The file is not there, or of no known kind.</exception>
    public static FileColumns Of(string file, string format = ReaderRegistry.Auto)
    {
        // Whatever is wrong with the rows is reported by whoever reads them all.
        var first = ReaderRegistry.For(file, format).Read(file, new DataProblems()).FirstOrDefault();
        return first is null ? new FileColumns(file, []) : new FileColumns(first);
    }

    /// <summary>A column the config names; null, and a problem more, when it is not there.</summary>
    /// <param name="role">What it is for, as the config calls it.</param>
    /// <param name="column">Its name.</param>
    /// <param name="problems">Where the problem goes.</param>
    public string? Require(string role, string column, DataProblems problems)
    {
        if (Names.Contains(column))
        {
            return column;
        }

        problems.Add(DataException.MissingColumn(File, role, column, Names));
        return null;
    }

    /// <summary>The first of some common names that is there, whatever its case; null when none is.</summary>
    public string? FirstOf(IEnumerable<string> commonNames) =>
        commonNames.Select(Find).FirstOrDefault(column => column is not null);

    /// <summary>The column with a name, whatever its case; null when there is none.</summary>
    public string? Find(string name) =>
        Names.FirstOrDefault(column => string.Equals(column, name, StringComparison.OrdinalIgnoreCase));
}
