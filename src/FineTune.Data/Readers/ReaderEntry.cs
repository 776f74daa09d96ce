namespace FineTune.Data;

/// <summary>One kind of data file.</summary>
/// <param name="Name">Its name in <c>file_format</c>.</param>
/// <param name="Extensions">The extensions it is recognised by, with the dot.</param>
/// <param name="Read">
/// Reads the rows of a file lazily. Problems that end the reading are thrown; those of single rows are added, and the
/// row left out.
/// </param>
public sealed record ReaderEntry(
    string Name, IReadOnlyList<string> Extensions, Func<string, DataProblems, IEnumerable<DataRow>> Read);
