namespace FineTune.Tokenizers.Text;

/// <summary>Something that a text can be split at. Implemented by structs, so that each split loop is compiled for its pattern.</summary>
internal interface IPattern
{
    /// <summary>Finds the first match at or after <paramref name="from"/>.</summary>
    /// <param name="text">The piece being split, well-formed UTF-8.</param>
    /// <param name="from">A byte index, on a code point's first byte.</param>
    /// <param name="end">Where the match ends.</param>
    /// <returns>Where the match begins, or -1.</returns>
    int Find(ReadOnlySpan<byte> text, int from, out int end);
}
