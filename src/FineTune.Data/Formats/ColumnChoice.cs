namespace FineTune.Data;

/// <summary>Chooses the columns of a file for the roles of a format, and says what it inferred.</summary>
/// <param name="format">The format.</param>
/// <param name="columns">The file's columns.</param>
/// <param name="config">What the user says.</param>
/// <param name="log">Where missing columns and the inferred ones go.</param>
internal sealed class ColumnChoice(IDataFormat format, FileColumns columns, DatasetConfig config, ReadingLog log)
{
    private readonly List<string> _inferred = [];
    private readonly int _problemsBefore = log.Problems.Count;

    /// <summary>The column a row cannot do without; null, and a problem more, when there is none.</summary>
    /// <param name="role">What it is for, as the config calls it.</param>
    /// <param name="wanted">What the config says; null to go by the common names.</param>
    /// <param name="common">What such columns are called.</param>
    public string? Required(string role, string? wanted, IReadOnlyList<string> common)
    {
        if (wanted is not null)
        {
            return columns.Require(role, wanted, log.Problems);
        }

        if (columns.FirstOf(common) is { } found)
        {
            _inferred.Add($"{role} = '{found}'");
            return found;
        }

        log.Problems.Add(DataException.NoColumnFor(columns.File, role, columns.Names, common));
        return null;
    }

    /// <summary>A column that rows may do without; also one that only rows after the first have.</summary>
    /// <inheritdoc cref="Required"/>
    public string Optional(string role, string? wanted, IReadOnlyList<string> common)
    {
        if (wanted is not null)
        {
            return columns.Require(role, wanted, log.Problems) ?? wanted;
        }

        if (columns.FirstOf(common) is not { } found)
        {
            return common[0];
        }

        _inferred.Add($"{role} = '{found}'");
        return found;
    }

    /// <summary>Notes a choice that is not a column's.</summary>
    public void Note(string choice) => _inferred.Add(choice);

    /// <summary>Whether every column was found; if so, what was inferred is told.</summary>
    public bool Complete()
    {
        if (log.Problems.Count > _problemsBefore)
        {
            return false;
        }

        var kind = config.Format == FormatRegistry.Auto ? $"format {format.Name}, " : "";
        if (kind.Length > 0 || _inferred.Count > 0)
        {
            var list = _inferred.Count > 0 ? "columns inferred: " + string.Join(", ", _inferred) : "columns as named";
            log.Notices.Add($"{columns.File}: {kind}{list}; set dataset.format or dataset.columns to change that.");
        }

        return true;
    }
}
