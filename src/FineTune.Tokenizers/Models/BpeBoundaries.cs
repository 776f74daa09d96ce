using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Models;

/// <summary>
/// Finds places that no merge can ever reach across: between two code points that never stand side by side in any token
/// that a merge makes. A text without pre-tokenizer (Llama 2, Gemma) is one long piece; cut there, it is many
/// short ones that repeat, with the same tokens.
/// </summary>
/// <remarks>
/// Cuts are only made between code points that are tokens by themselves, for what is unknown merges in ways of its own.
/// Pairs are kept in a bit field by hash: a false hit only means a cut that is not made.
/// </remarks>
internal sealed class BpeBoundaries
{
    private const int FieldBits = 22;
    private const int Ascii = 0x80;

    private readonly ulong[] _asciiPairs = new ulong[Ascii * Ascii / 64];
    private readonly ulong[] _otherPairs = new ulong[(1 << FieldBits) / 64];

    private readonly CodePointSet _known;

    /// <summary>Notes the pairs within the tokens that merges make.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="merges">The merges: left token, right token, result.</param>
    public BpeBoundaries(Vocabulary vocabulary, IReadOnlyList<(int Left, int Right, int Result)> merges)
    {
        foreach (var merge in merges)
            AddPairs(vocabulary.BytesOf(merge.Result));
        List<(int, int)> known = [];
        for (var id = 0; id < vocabulary.IdLimit; id++)
        {
            var token = vocabulary.BytesOf(id);
            if (!token.IsEmpty && CodePoint.Read(token, 0, out var length) is var codePoint && length == token.Length)
                known.Add((codePoint, codePoint));
        }
        _known = CodePointRanges.Of(known).ToSet();
    }


    /// <summary>The first place behind <paramref name="start"/> to cut at, or the piece's end.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="start">Where the part begins.</param>
    public int Next(ReadOnlySpan<byte> piece, int start)
    {
        var before = CodePoint.Read(piece, start, out var length);
        for (var at = start + length; at < piece.Length; at += length)
        {
            var after = CodePoint.Read(piece, at, out length);
            var (field, bit) = Locate(before, after);
            if ((field[bit >> 6] >> (bit & 63) & 1) == 0 && _known.Contains(before) && _known.Contains(after))
                return at;
            before = after;
        }
        return piece.Length;
    }

    private void AddPairs(ReadOnlySpan<byte> token)
    {
        var before = CodePoint.Read(token, 0, out var length);
        for (var at = length; at < token.Length; at += length)
        {
            var after = CodePoint.Read(token, at, out length);
            var (field, bit) = Locate(before, after);
            field[bit >> 6] |= 1UL << (bit & 63);
            before = after;
        }
    }

    private (ulong[] Field, int Bit) Locate(int before, int after)
    {
        if ((before | after) < Ascii)
            return (_asciiPairs, (before * Ascii) + after);
        return (_otherPairs, (int)(Hashing.Of(((ulong)(uint)before << 32) | (uint)after) & ((1 << FieldBits) - 1)));
    }
}
