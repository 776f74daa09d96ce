namespace FineTune.Formats;

/// <summary>A column of a Parquet file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">
/// Its type in words, as <c>string</c>, <c>int64</c>, <c>list&lt;struct&lt;role: string, content: string&gt;&gt;</c>.
/// </param>
public sealed record ParquetColumn(string Name, string Type);
