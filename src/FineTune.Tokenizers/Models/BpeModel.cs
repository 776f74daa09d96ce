using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Models;

/// <summary>Byte-pair encoding: a piece's characters, merged pair by pair in the order the pairs were learnt. arXiv:1508.07909.</summary>
internal sealed class BpeModel : IModel
{
    private const int StackBytes = 64;

    private readonly BpeSettings _settings;
    private readonly IReadOnlyList<(int Left, int Right, int Result)> _mergeList;
    private readonly MergeTable _merges;
    private readonly int _unkId;
    private readonly int[] _fallbackIds;
    private readonly byte[] _prefix;
    private readonly byte[] _suffix;
    private readonly bool _canBeCut;
    private readonly Lazy<BpeBoundaries> _boundaries;
    private readonly ByteLevelBpe _byteLevel;
    private readonly Random _dropout = new(0);

    /// <summary>Builds the model.</summary>
    /// <param name="vocabulary">The tokens, frozen.</param>
    /// <param name="merges">The merges by rank: left token, right token, result.</param>
    /// <param name="settings">The settings.</param>
    public BpeModel(
        Vocabulary vocabulary, IReadOnlyList<(int Left, int Right, int Result)> merges, BpeSettings settings)
    {
        Vocabulary = vocabulary;
        _settings = settings;
        _mergeList = merges;
        _merges = new MergeTable(merges);
        _unkId = settings.UnkToken is { } unk ? vocabulary.Find(unk) ?? -1 : -1;
        _fallbackIds = ByteTokens.Find(vocabulary);
        _prefix = TextEncoding.UTF8.GetBytes(settings.ContinuingSubwordPrefix ?? "");
        _suffix = TextEncoding.UTF8.GetBytes(settings.EndOfWordSuffix ?? "");
        _byteLevel = new ByteLevelBpe(vocabulary, settings.IgnoreMerges);
        // Without an unknown token, unknown characters vanish and shift the offsets of all that follows in the piece.
        _canBeCut = _prefix.Length + _suffix.Length == 0 && settings.UnkToken is not null && !settings.IgnoreMerges
            && IsDeterministic;
        _boundaries = new Lazy<BpeBoundaries>(() => new BpeBoundaries(vocabulary, merges));
    }

    /// <inheritdoc/>
    public Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public string? UnkToken => _settings.UnkToken;

    /// <inheritdoc/>
    public bool IsDeterministic => _settings.Dropout is null or 0;

    /// <inheritdoc/>
    public bool ReadsByteLevel => _byteLevel.IsComplete && _prefix.Length + _suffix.Length == 0;

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static BpeModel Read(JsonNode json)
    {
        var vocabulary = VocabularyJson.Read(json, "vocab");
        var prefix = json.OptionalString("continuing_subword_prefix");
        var dropout = json.Find("dropout")?.AsDouble();
        if (dropout is < 0 or > 1)
            json.Report($"'dropout' is {dropout}, not between 0 and 1");
        return new BpeModel(vocabulary, MergesJson.Read(json, vocabulary, prefix ?? ""), new BpeSettings
        {
            Dropout = dropout,
            UnkToken = json.OptionalString("unk_token"),
            ContinuingSubwordPrefix = prefix,
            EndOfWordSuffix = json.OptionalString("end_of_word_suffix"),
            FuseUnk = json.Bool("fuse_unk", false),
            ByteFallback = json.Bool("byte_fallback", false),
            IgnoreMerges = json.Bool("ignore_merges", false),
        });
    }

    /// <inheritdoc/>
    public int PartEnd(ReadOnlySpan<byte> piece, int start, bool isByteLevel) =>
        isByteLevel || !_canBeCut ? piece.Length : _boundaries.Value.Next(piece, start);

    /// <inheritdoc/>
    public void Tokenize(ReadOnlySpan<byte> piece, bool isByteLevel, TokenList tokens)
    {
        if (_settings.IgnoreMerges && IsDeterministic && TryGetWhole(piece, isByteLevel, out var whole))
        {
            tokens.Add(new TokenSpan(whole, 0, piece.Length));
            return;
        }
        var word = new BpeWord(_merges, piece.Length);
        if (isByteLevel)
            _byteLevel.AddSymbols(piece, ref word);
        else
            AddSymbols(piece, ref word);
        if (IsDeterministic)
            word.MergeAll();
        else
            word.MergeWithDropout(PassesOver);
        word.MoveTo(tokens);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "BPE");
        if (_settings.Dropout is { } dropout)
            json.WritePropertyName("dropout");
        if (_settings.Dropout is { } chance)
            json.WriteRawValue(JsonNumbers.Write(chance));
        else
            json.WriteNull("dropout");
        json.WriteOptional("unk_token", _settings.UnkToken);
        json.WriteOptional("continuing_subword_prefix", _settings.ContinuingSubwordPrefix);
        json.WriteOptional("end_of_word_suffix", _settings.EndOfWordSuffix);
        json.WriteBoolean("fuse_unk", _settings.FuseUnk);
        json.WriteBoolean("byte_fallback", _settings.ByteFallback);
        json.WriteBoolean("ignore_merges", _settings.IgnoreMerges);
        VocabularyJson.Write(json, "vocab", Vocabulary);
        MergesJson.Write(json, _mergeList, Vocabulary);
        json.WriteEndObject();
    }

    private bool TryGetWhole(ReadOnlySpan<byte> piece, bool isByteLevel, out int id) => isByteLevel
        ? _byteLevel.TryGetId(piece, out id)
        : Vocabulary.TryGetId(piece, out id);

    /// <summary>Looks up each character; what is unknown becomes byte tokens or the unknown token.</summary>
    private void AddSymbols(ReadOnlySpan<byte> piece, ref BpeWord word)
    {
        var unknown = 0;
        for (var at = 0; at < piece.Length;)
        {
            var length = CodePoint.LengthOf(piece[at]);
            var symbol = piece.Slice(at, length);
            var isKnown = TryGetSymbol(symbol, at == 0, at + length == piece.Length, out var id);
            at += length;
            if (!isKnown && TryFallBack(symbol, ref word))
                continue;
            if (unknown > 0 && (isKnown || !_settings.FuseUnk))
            {
                word.Add(_unkId, unknown);
                unknown = 0;
            }
            if (isKnown)
                word.Add(id, length);
            else if (_settings.UnkToken is { } unk)
                unknown += _unkId >= 0 ? length : throw TokenizerException.NoUnknownToken(unk, TextEncoding.UTF8.GetString(piece));
        }
        if (unknown > 0)
            word.Add(_unkId, unknown);
    }

    private bool TryGetSymbol(ReadOnlySpan<byte> symbol, bool isFirst, bool isLast, out int id)
    {
        if (_prefix.Length + _suffix.Length == 0)
            return Vocabulary.TryGetId(symbol, out id);
        var most = _prefix.Length + symbol.Length + _suffix.Length;
        var buffer = most <= StackBytes ? stackalloc byte[StackBytes] : new byte[most];
        var length = 0;
        if (!isFirst)
            Append(_prefix, buffer, ref length);
        Append(symbol, buffer, ref length);
        if (isLast)
            Append(_suffix, buffer, ref length);
        return Vocabulary.TryGetId(buffer[..length], out id);
    }

    private static void Append(ReadOnlySpan<byte> part, Span<byte> buffer, ref int length)
    {
        part.CopyTo(buffer[length..]);
        length += part.Length;
    }

    private bool TryFallBack(ReadOnlySpan<byte> symbol, ref BpeWord word)
    {
        if (!_settings.ByteFallback || !ByteTokens.AllKnown(symbol, _fallbackIds))
            return false;
        foreach (var value in symbol)
            word.Add(_fallbackIds[value], 1);
        return true;
    }

    private bool PassesOver()
    {
        lock (_dropout)
            return _dropout.NextDouble() < _settings.Dropout;
    }
}
