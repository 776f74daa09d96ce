namespace FineTune.Formats;

/// <summary>A Parquet file cannot be read; the message says where in it, and what to do.</summary>
public sealed class ParquetException : Exception
{
    private ParquetException(string message)
        : base(message)
    {
    }

    /// <summary>The file is not there, or the system does not let it be read; the reason names it.</summary>
    public static ParquetException Unreadable(string reason) => new(reason);

    /// <summary>The file is of another kind.</summary>
    public static ParquetException NotParquet(string file) =>
        new($"{file}: this is not a Parquet file: it does not start with PAR1.");

    /// <summary>The file has no end.</summary>
    public static ParquetException Truncated(string file, long length) =>
        new($"{file}: the file is truncated: {length:N0} bytes are there, and they do not end with PAR1. " +
            "Download it again.");

    /// <summary>The file is encrypted.</summary>
    public static ParquetException Encrypted(string file) =>
        new($"{file}: the file is encrypted, which is not read here. Write it without encryption.");

    /// <summary>The footer contradicts itself or the file.</summary>
    public static ParquetException BadFooter(string file, string found) =>
        new($"{file}: the footer cannot be read: {found}. The file is damaged; download it again.");

    /// <summary>A column's bytes contradict its description.</summary>
    public static ParquetException BadColumn(string place, string found) =>
        new($"{place}: {found}. The file is damaged; download it again.");

    /// <summary>A column is stored in a way that is not read here.</summary>
    public static ParquetException Unsupported(string place, string what, string readable) =>
        new($"{place}: {what} is not read here; read are {readable}. Write the file again with one of these.");

    /// <summary>A column is asked for that the file does not have.</summary>
    public static ParquetException UnknownColumn(string file, string name, IReadOnlyCollection<string> columns) =>
        new($"{file}: there is no column '{name}'; there are: {string.Join(", ", columns)}." +
            NearestName.Suggest(name, columns));
}
