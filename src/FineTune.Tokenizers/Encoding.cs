using FineTune.Tokenizers.Pipeline;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers;

/// <summary>An encoded text or pair of texts: parallel arrays, one item a token.</summary>
public sealed class Encoding
{
    /// <summary>The word id of tokens that belong to no word: special ones.</summary>
    public const int NoWord = -1;

    private readonly EncodingColumns _columns;
    private readonly Func<int, string> _tokenOf;
    private string[]? _tokens;
    private TextSpan[]? _byteOffsets;
    private TextSpan[]? _codePointOffsets;

    internal Encoding(EncodingColumns columns, Func<int, string> tokenOf, IReadOnlyList<Encoding> overflowing)
    {
        _columns = columns;
        _tokenOf = tokenOf;
        Ids = [.. columns.Ids];
        TypeIds = [.. columns.TypeIds];
        AttentionMask = [.. columns.AttentionMask];
        SpecialTokensMask = [.. columns.SpecialTokensMask];
        SequenceIds = [.. columns.SequenceIds];
        WordIds = [.. columns.WordIds];
        Offsets = [.. columns.Offsets];
        Overflowing = overflowing;
    }

    /// <summary>Token ids, <c>[tokens]</c>.</summary>
    public int[] Ids { get; }

    /// <summary>Token type ids, <c>[tokens]</c>: which segment each token belongs to.</summary>
    public int[] TypeIds { get; }

    /// <summary>0 for padding, 1 for everything else, <c>[tokens]</c>.</summary>
    public int[] AttentionMask { get; }

    /// <summary>1 for tokens that were put around the texts, 0 for tokens of the texts, <c>[tokens]</c>.</summary>
    public int[] SpecialTokensMask { get; }

    /// <summary>0 for the text, 1 for the text pair, -1 for special tokens, <c>[tokens]</c>.</summary>
    public int[] SequenceIds { get; }

    /// <summary>The index of the word within its text, or <see cref="NoWord"/>, <c>[tokens]</c>.</summary>
    public int[] WordIds { get; }

    /// <summary>Where each token lies in its text, in UTF-16 units (C# string positions), <c>[tokens]</c>; (0, 0) for special tokens.</summary>
    public TextSpan[] Offsets { get; }

    /// <summary>What truncation cut off, as encodings of their own; empty unless truncation was asked for.</summary>
    public IReadOnlyList<Encoding> Overflowing { get; }

    /// <summary>How many tokens there are.</summary>
    public int Length => Ids.Length;

    /// <summary>The tokens' texts, <c>[tokens]</c>; made when first asked for.</summary>
    public string[] Tokens => _tokens ??=
        [.. Ids.Select((id, i) => _columns.Surfaces.TryGetValue(i, out var surface) ? surface : _tokenOf(id))];

    /// <summary><see cref="Offsets"/> in bytes of the text's UTF-8; made when first asked for.</summary>
    public TextSpan[] ByteOffsets => _byteOffsets ??= Convert(CodePoint.Utf8Length);

    /// <summary><see cref="Offsets"/> in Unicode code points, as Python counts them; made when first asked for.</summary>
    public TextSpan[] CodePointOffsets => _codePointOffsets ??= Convert(static _ => 1);

    /// <summary>The same encodings, filled up to one length.</summary>
    public static IReadOnlyList<Encoding> Pad(IReadOnlyList<Encoding> encodings, PaddingSettings padding)
    {
        ArgumentNullException.ThrowIfNull(encodings);
        ArgumentNullException.ThrowIfNull(padding);
        var length = padding.TargetLength(encodings.Select(e => e.Length).DefaultIfEmpty().Max());
        return [.. encodings.Select(e => e.PadTo(length, padding))];
    }

    private Encoding PadTo(int length, PaddingSettings padding)
    {
        Encoding[] overflowing = [.. Overflowing.Select(part => part.PadTo(length, padding))];
        return new Encoding(_columns.PadTo(length, padding), _tokenOf, overflowing);
    }

    private TextSpan[] Convert(Func<int, int> sizeOf)
    {
        var positions = _columns.Texts.Select(text => Positions(text ?? "", sizeOf)).ToArray();
        return [.. Offsets.Select((span, i) => SequenceIds[i] < 0
            ? span
            : new TextSpan(positions[SequenceIds[i]][span.Start], positions[SequenceIds[i]][span.End]))];
    }

    private static int[] Positions(string text, Func<int, int> sizeOf)
    {
        var positions = new int[text.Length + 1];
        var at = 0;
        for (var i = 0; i < text.Length; i++)
        {
            positions[i] = at;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length)
            {
                positions[++i] = at;
                at += sizeOf(CodePoint.Max);
            }
            else
            {
                at += sizeOf(text[i]);
            }
        }
        positions[^1] = at;
        return positions;
    }
}
