using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Models;

/// <summary>
/// Finds places that no merge can ever reach across: between two code points that never stand side by side in any token
/// that a merge makes. A text without pre-tokenizer (Llama 2, Gemma) is one long piece; cut there, it is many
/// short ones that repeat, with the same tokens.
/// </summary>
/// <remarks>Pairs are kept in a bit field by hash: a false hit only means a cut that is not made.</remarks>
internal sealed class BpeBoundaries
{
    private const int FieldBits = 22;
    private const int Ascii = 0x80;

    private readonly ulong[] _asciiPairs = new ulong[Ascii * Ascii / 64];
    private readonly ulong[] _otherPairs = new ulong[(1 << FieldBits) / 64];

    /// <summary>Notes the pairs within <paramref name="token"/>.</summary>
    public void Add(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty)
            return;
        var before = CodePoint.Read(token, 0, out var length);
        for (var at = length; at < token.Length; at += length)
        {
            var after = CodePoint.Read(token, at, out length);
            var (field, bit) = Locate(before, after);
            field[bit >> 6] |= 1UL << (bit & 63);
            before = after;
        }
    }

    /// <summary>The first place behind <paramref name="start"/> to cut at, or the piece's end.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="known">The code points that are tokens by themselves: only between such ones is a cut safe.</param>
    public int Next(ReadOnlySpan<byte> piece, int start, CodePointSet known)
    {
        var before = CodePoint.Read(piece, start, out var length);
        for (var at = start + length; at < piece.Length; at += length)
        {
            var after = CodePoint.Read(piece, at, out length);
            var (field, bit) = Locate(before, after);
            if ((field[bit >> 6] >> (bit & 63) & 1) == 0 && known.Contains(before) && known.Contains(after))
                return at;
            before = after;
        }
        return piece.Length;
    }

    private (ulong[] Field, int Bit) Locate(int before, int after)
    {
        if ((before | after) < Ascii)
            return (_asciiPairs, (before * Ascii) + after);
        return (_otherPairs, (int)(Hashing.Of(((ulong)(uint)before << 32) | (uint)after) & ((1 << FieldBits) - 1)));
    }
}
