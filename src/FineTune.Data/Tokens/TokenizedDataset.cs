using System.Runtime.ExceptionServices;

namespace FineTune.Data;

/// <summary>
/// Examples as token ids, each encoded when it is first asked for. Safe to read from several threads.
/// </summary>
public sealed class TokenizedDataset
{
    private readonly IReadOnlyList<TextExample> _examples;
    private readonly ITextEncoder _encoder;
    private readonly int _maxLength;
    private readonly EncodedText?[] _rows;
    private int _truncated;

    /// <param name="examples">The rows.</param>
    /// <param name="encoder">The tokenizer.</param>
    /// <param name="maxLength">The most tokens of a row.</param>
    public TokenizedDataset(IReadOnlyList<TextExample> examples, ITextEncoder encoder, int maxLength)
    {
        (_examples, _encoder, _maxLength) = (examples, encoder, maxLength);
        _rows = new EncodedText?[examples.Count];
    }

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Length;

    /// <summary>How many of the rows encoded so far were cut to the most tokens allowed.</summary>
    public int TruncatedRows => Volatile.Read(ref _truncated);

    /// <summary>A row as token ids.</summary>
    /// <exception cref="DataException">The row has no tokens.</exception>
    public EncodedText this[int row] => Volatile.Read(ref _rows[row]) ?? Encode(row);

    /// <summary>Where a row came from.</summary>
    public RowOrigin Origin(int row) => _examples[row].Origin;

    /// <summary>Encodes all rows that were not asked for yet, on all cores.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    /// <exception cref="DataException">A row has no tokens.</exception>
    public void EncodeAll(CancellationToken stop = default)
    {
        try
        {
            Parallel.For(0, Count, new ParallelOptions { CancellationToken = stop }, row => _ = this[row]);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]); // As itself, as from a plain loop.
        }
    }

    private EncodedText Encode(int row)
    {
        var example = _examples[row];
        var encoded = _encoder.Encode(example.Text, example.TextPair, _maxLength);
        if (encoded.Length == 0)
        {
            throw DataException.NoTokens(example.Origin);
        }

        // Two threads may encode one row; the first result stays, and counts once.
        var first = Interlocked.CompareExchange(ref _rows[row], encoded, comparand: null);
        if (first is null && encoded.Truncated)
        {
            Interlocked.Increment(ref _truncated);
        }

        return first ?? encoded;
    }
}
