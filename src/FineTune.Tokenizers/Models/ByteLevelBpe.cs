using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Models;

/// <summary>
/// A BPE vocabulary written in the byte alphabet, by the bytes its tokens stand for, so that text need not be written
/// in that alphabet to be looked up.
/// </summary>
internal sealed class ByteLevelBpe
{
    private readonly int[] _idOfByte = new int[256];
    private readonly Vocabulary? _wholes;

    /// <summary>Translates <paramref name="vocabulary"/>.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="withWholes">Whether whole pieces are looked up as tokens.</param>
    public ByteLevelBpe(Vocabulary vocabulary, bool withWholes)
    {
        Span<byte> character = stackalloc byte[CodePoint.MaxBytes];
        IsComplete = true;
        for (var value = 0; value < 256; value++)
        {
            var length = CodePoint.Write(character, ByteAlphabet.CharacterOf((byte)value));
            IsComplete &= vocabulary.TryGetId(character[..length], out _idOfByte[value]);
        }
        if (withWholes && IsComplete)
            _wholes = Translate(vocabulary);
    }

    /// <summary>Whether every byte has a token, as in any vocabulary made for this.</summary>
    public bool IsComplete { get; }

    /// <summary>Adds a symbol for each byte.</summary>
    public void AddSymbols(ReadOnlySpan<byte> piece, ref BpeWord word)
    {
        foreach (var value in piece)
            word.Add(_idOfByte[value], 1);
    }

    /// <summary>The id of the token that stands for exactly these bytes.</summary>
    public bool TryGetId(ReadOnlySpan<byte> piece, out int id)
    {
        id = -1;
        return _wholes is not null && _wholes.TryGetId(piece, out id);
    }

    private static Vocabulary Translate(Vocabulary vocabulary)
    {
        var wholes = new Vocabulary();
        List<byte> bytes = [];
        for (var id = 0; id < vocabulary.IdLimit; id++)
        {
            bytes.Clear();
            if (vocabulary.Has(id) && ByteAlphabet.TryUnmap(vocabulary.BytesOf(id), bytes))
                wholes.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes), id);
        }
        wholes.Freeze();
        return wholes;
    }
}
