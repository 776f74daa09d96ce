namespace FineTune.Data;

/// <summary>Divides rows into training, validation and test rows, by chance but always the same way.</summary>
internal static class RowSplit
{
    // Epochs take the streams from 0 on.
    private const long Stream = -1;

    /// <summary>
    /// The row numbers of the three parts, each in ascending order; no row is in two of them, none is lost.
    /// </summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="validation">The share for validation; 0 for none.</param>
    /// <param name="test">The share for the test; 0 for none.</param>
    /// <param name="seed">Another seed gives another division.</param>
    /// <exception cref="DataException">A part that should have rows gets none.</exception>
    public static (int[] Train, int[] Validation, int[] Test) Draw(int rows, double validation, double test, long seed)
    {
        var order = Permutation.Draw(rows, seed, Stream);
        var validationRows = (int)Math.Round(rows * validation);
        var testRows = Math.Min((int)Math.Round(rows * test), rows - validationRows);
        var trainRows = rows - validationRows - testRows;
        var empty = trainRows == 0 ? "train"
            : validationRows == 0 && validation > 0 ? "validation"
            : testRows == 0 && test > 0 ? "test"
            : null;
        return empty is null
            ? (Take(0, trainRows), Take(trainRows, validationRows), Take(trainRows + validationRows, testRows))
            : throw DataException.SplitTooSmall(empty, rows, validation, test);

        int[] Take(int start, int count) => [.. order.AsSpan(start, count).ToArray().Order()];
    }
}
