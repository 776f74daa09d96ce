using FineTune.Tokenizers.Pipeline;
using FineTune.Tokenizers.PostProcessors;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers;

/// <summary>An encoded text or pair of texts: parallel arrays, one item a token.</summary>
public sealed class Encoding
{
    /// <summary>The word id of tokens that belong to no word: special ones.</summary>
    public const int NoWord = -1;

    private readonly Func<int, string> _tokenOf;
    private readonly Dictionary<int, string> _surfaces;
    private readonly string?[] _texts;
    private string[]? _tokens;
    private TextSpan[]? _byteOffsets;
    private TextSpan[]? _codePointOffsets;

    private Encoding(EncodingColumns columns, Func<int, string> tokenOf)
    {
        Ids = [.. columns.Ids];
        TypeIds = [.. columns.TypeIds];
        SpecialTokensMask = [.. columns.SpecialTokensMask];
        SequenceIds = [.. columns.SequenceIds];
        WordIds = [.. columns.WordIds];
        Offsets = [.. columns.Offsets];
        _surfaces = columns.Surfaces;
        _texts = columns.Texts;
        _tokenOf = tokenOf;
    }

    /// <summary>Token ids, <c>[tokens]</c>.</summary>
    public int[] Ids { get; }

    /// <summary>Token type ids, <c>[tokens]</c>: which segment each token belongs to.</summary>
    public int[] TypeIds { get; }

    /// <summary>1 for tokens that were put around the texts, 0 for tokens of the texts, <c>[tokens]</c>.</summary>
    public int[] SpecialTokensMask { get; }

    /// <summary>0 for the text, 1 for the text pair, -1 for special tokens, <c>[tokens]</c>.</summary>
    public int[] SequenceIds { get; }

    /// <summary>The index of the word within its text, or <see cref="NoWord"/>, <c>[tokens]</c>.</summary>
    public int[] WordIds { get; }

    /// <summary>Where each token lies in its text, in UTF-16 units (C# string positions), <c>[tokens]</c>; (0, 0) for special tokens.</summary>
    public TextSpan[] Offsets { get; }

    /// <summary>How many tokens there are.</summary>
    public int Length => Ids.Length;

    /// <summary>The tokens' texts, <c>[tokens]</c>; made when first asked for.</summary>
    public string[] Tokens => _tokens ??=
        [.. Ids.Select((id, i) => _surfaces.TryGetValue(i, out var surface) ? surface : _tokenOf(id))];

    /// <summary><see cref="Offsets"/> in bytes of the text's UTF-8; made when first asked for.</summary>
    public TextSpan[] ByteOffsets => _byteOffsets ??= Convert(static c => c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);

    /// <summary><see cref="Offsets"/> in Unicode code points, as Python counts them; made when first asked for.</summary>
    public TextSpan[] CodePointOffsets => _codePointOffsets ??= Convert(static _ => 1);

    /// <summary>Puts sequences and special tokens together as the plan says.</summary>
    internal static Encoding Assemble(
        ReadOnlySpan<PlanStep> plan, EncodedSequence first, EncodedSequence? second, Func<int, string> tokenOf)
    {
        var columns = new EncodingColumns(first.Text, second?.Text);
        foreach (var step in plan)
        {
            if (step.IsSpecial)
                columns.AddSpecial(step);
            else
                columns.AddSequence(step, step.Sequence == 0 ? first : second!);
        }
        return new Encoding(columns, tokenOf);
    }

    private TextSpan[] Convert(Func<int, int> sizeOf)
    {
        var positions = _texts.Select(text => Positions(text ?? "", sizeOf)).ToArray();
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
