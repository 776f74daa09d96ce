using FineTune.Tokenizers.AddedTokens;
using FineTune.Tokenizers.Decoders;
using FineTune.Tokenizers.Loading;
using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Pipeline;
using FineTune.Tokenizers.PostProcessors;

namespace FineTune.Tokenizers;

/// <summary>
/// Turns text into the ids a pretrained model knows, and back, exactly as Hugging Face's <c>tokenizers</c> does.
/// Immutable and safe to use from any number of threads.
/// </summary>
/// <example>
/// <code>
/// var tokenizer = Tokenizer.Load("models/tiny-bert-en");
/// int[] ids = tokenizer.EncodeToIds("a good film");
/// string text = tokenizer.Decode(ids, skipSpecialTokens: true);
/// </code>
/// </example>
public sealed partial class Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly AddedVocabulary _added;
    private readonly EncodingPipeline _pipeline;
    private readonly AssemblyPlan _plan;
    private readonly OffsetTrimming[] _trimmings;
    private readonly RoleTokens _roles;
    private readonly WorkspacePool _workspaces = new();

    internal Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _added = new AddedVocabulary(parts.AddedTokens, parts.Model.Vocabulary, parts.Normalizer);
        _pipeline = new EncodingPipeline(parts.Normalizer, parts.PreTokenizer, parts.Model, _added);
        _plan = new AssemblyPlan(parts.PostProcessor);
        _trimmings = [.. parts.PostProcessor?.Trimmings ?? []];
        _roles = DefaultRoles.Complete(parts, _added);
    }

    /// <summary>How many tokens there are: the model's and those added to them.</summary>
    public int VocabSize => Model.Count + _added.ById.Count(t => !Model.Has(t.Key));

    /// <summary>The id of the padding token, if the tokenizer has one.</summary>
    public int? PadTokenId => IdOfRole(_roles.Pad);

    /// <summary>The id of the classification token, if the tokenizer has one.</summary>
    public int? ClsTokenId => IdOfRole(_roles.Cls);

    /// <summary>The id of the separator token, if the tokenizer has one.</summary>
    public int? SepTokenId => IdOfRole(_roles.Sep);

    /// <summary>The id of the token that begins a text, if the tokenizer has one.</summary>
    public int? BosTokenId => IdOfRole(_roles.Bos);

    /// <summary>The id of the token that ends a text, if the tokenizer has one.</summary>
    public int? EosTokenId => IdOfRole(_roles.Eos);

    /// <summary>The id of the unknown token, if the tokenizer has one.</summary>
    public int? UnkTokenId => IdOfRole(_roles.Unk);

    /// <summary>The id of the mask token, if the tokenizer has one.</summary>
    public int? MaskTokenId => IdOfRole(_roles.Mask);

    /// <summary>How the tokenizer's file asks encodings to be cut; applied only through <see cref="EncodeOptions"/>.</summary>
    public TruncationSettings? Truncation => _parts.Truncation;

    /// <summary>How the tokenizer's file asks encodings to be filled up; applied only through <see cref="EncodeOptions"/>.</summary>
    public PaddingSettings? Padding => _parts.Padding;

    /// <summary>The tokens beside the model's own, by id.</summary>
    public IEnumerable<KeyValuePair<int, AddedToken>> AddedTokens => _added.ById;

    private Vocabulary Model => _parts.Model.Vocabulary;

    /// <summary>
    /// Loads the tokenizer in <paramref name="folder"/>: <c>tokenizer.json</c>, or the vocabulary files where there is
    /// none (<c>vocab.txt</c>; <c>vocab.json</c> and <c>merges.txt</c>; a SentencePiece model; a tiktoken rank file), with
    /// <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c> and <c>added_tokens.json</c> taken into account.
    /// </summary>
    /// <exception cref="TokenizerException">The folder holds no tokenizer, or one that cannot be read.</exception>
    public static Tokenizer Load(string folder) => new(TokenizerFolder.Read(folder));

    /// <summary>Loads one <c>tokenizer.json</c>, without the files beside it.</summary>
    /// <exception cref="TokenizerException">The file is missing or cannot be read.</exception>
    public static Tokenizer FromFile(string path) => new(TokenizerJson.Read(path, FileReading.Bytes(path)));

    /// <summary>Encodes a text.</summary>
    /// <param name="text">The text, valid Unicode.</param>
    /// <param name="addSpecialTokens">Whether the special tokens the model expects are put around it.</param>
    /// <returns>Ids with tokens, offsets, word ids and masks.</returns>
    /// <exception cref="TokenizerException">The text has half a surrogate pair.</exception>
    public Encoding Encode(string text, bool addSpecialTokens = true) => Encode(text, null, addSpecialTokens, null);

    /// <summary>Encodes a pair of texts, such as a question and a passage.</summary>
    /// <inheritdoc cref="Encode(string, bool)"/>
    /// <param name="text">The first text, valid Unicode.</param>
    /// <param name="textPair">The second text, valid Unicode.</param>
    /// <param name="addSpecialTokens">Whether the special tokens the model expects are put around them.</param>
    public Encoding Encode(string text, string textPair, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(textPair);
        return Encode(text, textPair, addSpecialTokens, null);
    }

    /// <summary>Encodes a text, or a pair of texts, and cuts or fills it as <paramref name="options"/> say.</summary>
    /// <exception cref="TokenizerException">A text has half a surrogate pair, or cannot be cut as asked.</exception>
    public Encoding Encode(string text, string? textPair, EncodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var encoding = Encode(text, textPair, options.AddSpecialTokens, options.Truncation);
        return options.Padding is { } padding ? Encoding.Pad([encoding], padding)[0] : encoding;
    }

    /// <summary>Encodes many texts on several threads.</summary>
    /// <exception cref="TokenizerException">A text has half a surrogate pair, or cannot be cut as asked.</exception>
    public IReadOnlyList<Encoding> EncodeBatch(IReadOnlyList<string> texts, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return EncodeBatch(texts.Count, i => (texts[i], null), options ?? new EncodeOptions());
    }

    /// <summary>Encodes many pairs of texts on several threads.</summary>
    /// <inheritdoc cref="EncodeBatch(IReadOnlyList{string}, EncodeOptions?)"/>
    public IReadOnlyList<Encoding> EncodeBatch(
        IReadOnlyList<(string Text, string TextPair)> pairs, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return EncodeBatch(pairs.Count, i => pairs[i], options ?? new EncodeOptions());
    }

    /// <summary>How many special tokens are put around a text, or around a pair of texts.</summary>
    public int NumSpecialTokensToAdd(bool pair = false) => _plan.SpecialCount(pair);

    /// <summary>Puts the special tokens around ids that were encoded without them (and perhaps truncated since).</summary>
    /// <param name="ids">Ids of a text, <c>[tokens]</c>.</param>
    /// <returns>Ids and type ids with the special tokens in place.</returns>
    public AssembledIds Assemble(ReadOnlySpan<int> ids) => AssembledIds.Make(_plan.Steps(false, true), ids, default);

    /// <summary>Puts the special tokens around a pair of texts that were encoded without them.</summary>
    /// <param name="ids">Ids of the first text, <c>[tokens]</c>.</param>
    /// <param name="pairIds">Ids of the second text, <c>[tokens]</c>; may be empty.</param>
    /// <inheritdoc cref="Assemble(ReadOnlySpan{int})"/>
    public AssembledIds Assemble(ReadOnlySpan<int> ids, ReadOnlySpan<int> pairIds) =>
        AssembledIds.Make(_plan.Steps(true, true), ids, pairIds);

    /// <summary>Turns ids back into text. Ids that no token has are left out, as in the reference.</summary>
    /// <param name="ids">Ids, <c>[tokens]</c>.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <param name="cleanUp">Whether spaces before punctuation are removed; null: as <c>tokenizer_config.json</c> says.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false, bool? cleanUp = null)
    {
        List<string> tokens = [];
        foreach (var id in ids)
        {
            if (IdToToken(id) is { } token && !(skipSpecialTokens && _added.IsSpecial(token)))
                tokens.Add(token);
        }
        var text = _parts.Decoder is { } decoder ? string.Concat(decoder.Decode(tokens)) : string.Join(' ', tokens);
        // The reference does not clean up after BPE, where a space before punctuation was in the text.
        return cleanUp ?? (_parts.Config.CleanUpTokenizationSpaces && _parts.Model is not BpeModel) ? CleanUp.OfText(text) : text;
    }

    /// <summary>Decodes ids as they come, for showing text while it is generated.</summary>
    public StreamingDecoder NewStreamingDecoder(bool skipSpecialTokens = true) => new(this, skipSpecialTokens);

    /// <summary>The id of <paramref name="token"/>, or null where there is no such token.</summary>
    public int? TokenToId(string token) => _added.TryGetId(token, out var id) ? id : Model.Find(token);

    /// <summary>The token with this id, or null where there is none.</summary>
    public string? IdToToken(int id) => _added.TokenOf(id) ?? Model.TokenOf(id);

    /// <summary>Whether decoding without special tokens leaves out the token with this id.</summary>
    public bool IsSpecial(int id) => _added.IsSpecial(id);

    /// <summary>
    /// The same tokenizer with further tokens. One that the vocabulary has keeps its id, any other gets the next free
    /// one; no other id changes.
    /// </summary>
    public Tokenizer WithAddedTokens(IEnumerable<AddedToken> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return new Tokenizer(_parts with { AddedTokens = [.. _added.ById.Select(t => t.Value), .. tokens] });
    }

    /// <summary>
    /// Writes <c>tokenizer.json</c>, the vocabulary files of older tools, and the files that came with the tokenizer
    /// into <paramref name="folder"/>, so that transformers loads it.
    /// </summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        FileWriting.Replace(
            Path.Combine(folder, "tokenizer.json"), stream => TokenizerJson.Write(stream, _parts, _added));
        _parts.SideFiles.Write(folder);
        if (_parts.Model is WordPieceModel)
            VocabularyFiles.WriteLines(Path.Combine(folder, "vocab.txt"), Model);
    }

    private Encoding Encode(string text, string? textPair, bool addSpecialTokens, TruncationSettings? truncation)
    {
        ArgumentNullException.ThrowIfNull(text);
        var first = EncodeSequence(text);
        var second = textPair is null ? null : EncodeSequence(textPair);
        if (truncation is null)
            return Assemble(first, second, addSpecialTokens, []);

        var room = truncation.MaxLength - (addSpecialTokens ? NumSpecialTokensToAdd(second is not null) : 0);
        var parts = Pipeline.Truncation.Apply(first, second, truncation, Math.Max(room, 0));
        Encoding[] overflowing = [.. parts.Skip(1).Select(p => Assemble(p.First, p.Second, addSpecialTokens, []))];
        return Assemble(parts[0].First, parts[0].Second, addSpecialTokens, overflowing);
    }

    private Encoding Assemble(
        EncodedSequence first, EncodedSequence? second, bool addSpecialTokens, IReadOnlyList<Encoding> overflowing) => new(
        EncodingColumns.Assemble(_plan.Steps(second is not null, addSpecialTokens), first, second), TokenOf, overflowing);

    private EncodedSequence EncodeSequence(string text)
    {
        var workspace = _workspaces.Rent();
        var sequence = _pipeline.Encode(text, workspace);
        _workspaces.Return(workspace);
        foreach (var trimming in _trimmings)
            trimming.Trim(sequence, TokenOf);
        return sequence;
    }

    private IReadOnlyList<Encoding> EncodeBatch(
        int count, Func<int, (string Text, string? TextPair)> textsAt, EncodeOptions options)
    {
        var encodings = new Encoding[count];
        Batch.ForAll(count, options.MaxThreads, i =>
        {
            var (text, textPair) = textsAt(i);
            encodings[i] = Encode(text, textPair, options.AddSpecialTokens, options.Truncation);
        });
        return options.Padding is { } padding ? Encoding.Pad(encodings, padding) : encodings;
    }

    private int? IdOfRole(AddedToken? token) => token is null ? null : TokenToId(token.Content);

    /// <summary>A token of an encoding: what the model found has the model's text, even where an added token has its id.</summary>
    private string TokenOf(int id) => Model.TokenOf(id) ?? IdToToken(id) ?? "";
}
