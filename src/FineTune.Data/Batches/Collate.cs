namespace FineTune.Data;

/// <summary>Makes a batch of some rows of a data set.</summary>
/// <param name="rows">The row numbers; the batch may order them anew.</param>
public delegate HostBatch Collate(ReadOnlySpan<int> rows);
