namespace FineTune.Tokenizers.Pipeline;

/// <summary>One encoded text, or a stretch of its tokens, before special tokens are put around it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Ids">Ids, one a token.</param>
/// <param name="Offsets">Where each token lies in the text, in UTF-16 units.</param>
/// <param name="WordIds">The index of the piece that each token belongs to.</param>
/// <param name="Surfaces">Tokens whose own text differs from that of their id, by index.</param>
internal sealed record EncodedSequence(
    string Text, int[] Ids, TextSpan[] Offsets, int[] WordIds, IReadOnlyDictionary<int, string>? Surfaces)
{
    /// <summary>The text of a token.</summary>
    public string TokenAt(int index, Func<int, string> tokenOf) =>
        Surfaces is not null && Surfaces.TryGetValue(index, out var surface) ? surface : tokenOf(Ids[index]);

    /// <summary>A stretch of the tokens.</summary>
    public EncodedSequence Slice(int start, int end) => new(
        Text,
        Ids[start..end],
        Offsets[start..end],
        WordIds[start..end],
        Surfaces?.Where(s => s.Key >= start && s.Key < end).ToDictionary(s => s.Key - start, s => s.Value));
}
