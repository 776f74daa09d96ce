using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Models;

/// <summary>The most probable sequence of tokens, each with a log-probability of its own. arXiv:1804.10959.</summary>
internal sealed class UnigramModel : IModel
{
    /// <summary>How much worse than the worst token an unknown code point is.</summary>
    private const double UnkPenalty = 10;

    private const int StackNodes = 128;

    private readonly double[] _scores;
    private readonly double[] _written;
    private readonly ByteTrie _trie = new();
    private readonly int _unkId;
    private readonly bool _byteFallback;
    private readonly int[] _byteIds;
    private readonly double _unkScore;

    /// <summary>Builds the model.</summary>
    /// <param name="vocabulary">The tokens, frozen; their ids count from 0 without gaps.</param>
    /// <param name="scores">The log-probability of each.</param>
    /// <param name="unkId">The unknown token, or -1.</param>
    /// <param name="byteFallback">Whether unknown text becomes byte tokens.</param>
    /// <param name="written">The log-probabilities as their file has them, where reading them changed the last bit.</param>
    public UnigramModel(
        Vocabulary vocabulary, double[] scores, int unkId, bool byteFallback, double[]? written = null)
    {
        Vocabulary = vocabulary;
        _scores = scores;
        _written = written ?? scores;
        _unkId = unkId;
        _byteFallback = byteFallback;
        _byteIds = ByteTokens.Find(vocabulary);
        _unkScore = scores.DefaultIfEmpty(0).Min() - UnkPenalty;
        for (var id = 0; id < scores.Length; id++)
        {
            if (vocabulary.BytesOf(id) is { IsEmpty: false } token)
                _trie.Add(token, id);
        }
    }

    /// <summary>The best way to reach a place: the score up to there, where its last token begins, and which it is.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Node(double Score, int Start, int Id);

    /// <inheritdoc/>
    public Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public string? UnkToken => Vocabulary.TokenOf(_unkId);

    /// <inheritdoc/>
    public int SurfaceId => _unkId;

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static UnigramModel Read(JsonNode json)
    {
        var vocabulary = new Vocabulary();
        List<double> scores = [];
        List<double> written = [];
        foreach (var item in json.Items("vocab"))
        {
            var pair = item.Items().ToArray();
            if (pair.Length != 2)
            {
                item.Report("expected a token and its score, as in [\"▁the\", -3.5]");
                continue;
            }
            vocabulary.Add(pair[0].AsString(), scores.Count);
            scores.Add(pair[1].AsDouble());
            written.Add(pair[1].AsNearestDouble());
        }
        foreach (var problem in vocabulary.Freeze(keepRepeated: true))
            json.Report(problem);
        var unkId = json.Int("unk_id", -1);
        if (unkId >= scores.Count)
            json.Report($"unk_id {unkId} is beyond the {scores.Count} tokens there are");
        return new UnigramModel(vocabulary, [.. scores], unkId, json.Bool("byte_fallback", false), [.. written]);
    }

    /// <inheritdoc/>
    public void Tokenize(ReadOnlySpan<byte> piece, bool isByteLevel, TokenList tokens)
    {
        Node[]? rented = null;
        var nodes = piece.Length < StackNodes
            ? stackalloc Node[StackNodes]
            : rented = ArrayPool<Node>.Shared.Rent(piece.Length + 1);
        FindBestPath(piece, nodes[..(piece.Length + 1)]);
        AddPath(piece, nodes, tokens);
        if (rented is not null)
            ArrayPool<Node>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Unigram");
        if (_unkId >= 0)
            json.WriteNumber("unk_id", _unkId);
        else
            json.WriteNull("unk_id");
        json.WriteStartArray("vocab");
        for (var id = 0; id < _scores.Length; id++)
        {
            json.WriteStartArray();
            json.WriteStringValue(Vocabulary.BytesOf(id));
            json.WriteRawValue(JsonNumbers.Write(_written[id]));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteBoolean("byte_fallback", _byteFallback);
        json.WriteEndObject();
    }

    private void FindBestPath(ReadOnlySpan<byte> piece, Span<Node> nodes)
    {
        nodes.Fill(new Node(0, -1, 0));
        for (var start = 0; start < piece.Length;)
        {
            var length = CodePoint.LengthOf(piece[start]);
            var score = nodes[start].Score;
            var hasSingle = false;
            var node = ByteTrie.Root;
            for (var end = start; end < piece.Length && _trie.TryStep(node, piece[end], out node); end++)
            {
                var id = _trie.IdAt(node);
                if (id < 0)
                    continue;
                Offer(ref nodes[end + 1], new Node(score + _scores[id], start, id));
                hasSingle |= end + 1 == start + length;
            }
            if (!hasSingle)
                Offer(ref nodes[start + length], new Node(score + _unkScore, start, UnkIdFor(piece)));
            start += length;
        }
    }

    private static void Offer(ref Node best, Node candidate)
    {
        if (best.Start < 0 || candidate.Score > best.Score)
            best = candidate;
    }

    /// <summary>Walks the path back from its end, joins neighbouring unknown stretches, and adds the tokens in order.</summary>
    private void AddPath(ReadOnlySpan<byte> piece, ReadOnlySpan<Node> nodes, TokenList tokens)
    {
        var first = tokens.Count;
        for (var end = piece.Length; end > 0;)
        {
            var node = nodes[end];
            var start = node.Start;
            if (node.Id == _unkId)
            {
                while (start > 0 && nodes[start].Id == _unkId)
                    start = nodes[start].Start;
                AddUnknown(piece, start, end, tokens);
            }
            else
            {
                tokens.Add(new TokenSpan(node.Id, start, end));
            }
            end = start;
        }
        tokens.Reverse(first);
    }

    private void AddUnknown(ReadOnlySpan<byte> piece, int start, int end, TokenList tokens)
    {
        var stretch = piece[start..end];
        if (Vocabulary.TryGetId(stretch, out var id))
        {
            tokens.Add(new TokenSpan(id, start, end));
        }
        else if (_byteFallback && ByteTokens.AllKnown(stretch, _byteIds))
        {
            // Backwards, as all tokens of the path are turned round in the end.
            for (var i = stretch.Length - 1; i >= 0; i--)
                tokens.Add(new TokenSpan(_byteIds[stretch[i]], start, end));
        }
        else
        {
            tokens.Add(new TokenSpan(_unkId, start, end));
        }
    }

    private int UnkIdFor(ReadOnlySpan<byte> piece) => _unkId >= 0
        ? _unkId
        : throw TokenizerException.NoUnknownToken(null, TextEncoding.UTF8.GetString(piece));
}
