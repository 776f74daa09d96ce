using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Pipeline;

/// <summary>Collects the tokens of one text with their offsets, word ids and, where they differ from their id's, texts.</summary>
internal ref struct SequenceBuilder(string text, ReadOnlySpan<byte> source, PreTokenizedText split, IModel model)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private readonly List<int> _ids = [];
    private readonly List<TextSpan> _offsets = [];
    private readonly List<int> _wordIds = [];
    private Dictionary<int, string>? _surfaces;
    private int _knownByte;
    private int _knownUnit;

    /// <summary>Tokenizes all pieces.</summary>
    public EncodedSequence Build(Workspace workspace)
    {
        var pieces = split.Pieces;
        for (var word = 0; word < pieces.Length; word++)
        {
            var piece = pieces[word];
            if (piece.IsAdded)
            {
                Add(piece, word, new TokenSpan(piece.AddedId, 0, piece.End - piece.Start));
                NoteSurface(split.Text.Span[piece.Start..piece.End]);
                continue;
            }
            AddWord(piece, word, workspace);
        }
        return new EncodedSequence(text, [.. _ids], [.. _offsets], [.. _wordIds], _surfaces);
    }

    private void AddWord(Piece piece, int word, Workspace workspace)
    {
        var bytes = split.Text.Span[piece.Start..piece.End];
        for (int start = 0, end; start < bytes.Length; start = end)
        {
            end = model.PartEnd(bytes, start, split.IsByteLevel);
            foreach (var token in EncodingPipeline.Tokenize(model, bytes[start..end], split.IsByteLevel, workspace))
            {
                Add(piece, word, new TokenSpan(token.Id, start + token.Start, start + token.End));
                if (token.Id == model.SurfaceId)
                    NoteSurface(bytes[(start + token.Start)..(start + token.End)]);
            }
        }
    }

    private void Add(Piece piece, int word, TokenSpan token)
    {
        var start = split.Text.OriginalStart(piece.Start + token.Start);
        var end = split.Text.OriginalEnd(piece.Start + token.End - 1);
        var first = UnitOf(start);
        _ids.Add(token.Id);
        _offsets.Add(new TextSpan(first, UnitOf(end)));
        _wordIds.Add(word);
    }

    private void NoteSurface(ReadOnlySpan<byte> surface)
    {
        _surfaces ??= [];
        _surfaces[_ids.Count - 1] = TextEncoding.UTF8.GetString(surface);
    }

    /// <summary>The UTF-16 position of a byte position, counted from the last one, which is never far.</summary>
    private int UnitOf(int byteIndex)
    {
        if (_source.Length == text.Length)
            return byteIndex;
        while (_knownByte > byteIndex)
        {
            do
                _knownByte--;
            while (CodePoint.IsContinuation(_source[_knownByte]));
            _knownUnit -= CodePoint.LengthOf(_source[_knownByte]) == 4 ? 2 : 1;
        }
        while (_knownByte < byteIndex)
        {
            var length = CodePoint.LengthOf(_source[_knownByte]);
            _knownByte += length;
            _knownUnit += length == 4 ? 2 : 1;
        }
        return _knownUnit;
    }
}
