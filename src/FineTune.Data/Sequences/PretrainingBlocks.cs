namespace FineTune.Data;

/// <summary>Joins documents and cuts the whole into blocks, all of whose tokens are learned.</summary>
internal static class PretrainingBlocks
{
    // A block's first token is only read.
    private const int FewestTokens = 2;

    /// <summary>
    /// Blocks of exactly <paramref name="maxLength"/> tokens; the
    /// last may be shorter. Documents are parted by the tokens that end and begin a text.
    /// </summary>
    /// <param name="documents">The documents, encoded on all cores.</param>
    /// <param name="encoder">Makes tokens of them.</param>
    /// <param name="maxLength">Tokens of a block.</param>
    /// <param name="problems">Where documents go that cannot be encoded.</param>
    /// <param name="stop">Ends the work.</param>
    public static IReadOnlyList<TokenRow> Cut(
        IReadOnlyList<DocumentExample> documents,
        SequenceEncoder encoder,
        int maxLength,
        DataProblems problems,
        CancellationToken stop)
    {
        var encoded = new int[documents.Count][];
        var before = problems.Count;
        TokenDataset.ForEach(
            documents.Count, i => encoded[i] = encoder.EncodeDocument(documents[i]), problems, stop);
        return problems.Count > before ? [] : Cut(documents, encoded, maxLength);
    }

    private static List<TokenRow> Cut(IReadOnlyList<DocumentExample> documents, int[][] encoded, int maxLength)
    {
        var blocks = new List<TokenRow>();
        var block = new List<int>(maxLength);
        RowOrigin origin = default;
        for (var i = 0; i < encoded.Length; i++)
        {
            ReadOnlySpan<int> rest = encoded[i];
            while (!rest.IsEmpty)
            {
                origin = block.Count == 0 ? documents[i].Origin : origin;
                var taken = Math.Min(rest.Length, maxLength - block.Count);
                block.AddRange(rest[..taken]);
                rest = rest[taken..];
                if (block.Count == maxLength)
                {
                    Close();
                }
            }
        }

        Close();
        return blocks;

        void Close()
        {
            if (block.Count >= FewestTokens)
            {
                blocks.Add(new TokenRow(origin, [.. block], [new TokenRun(0, block.Count)]));
            }

            block.Clear();
        }
    }
}
