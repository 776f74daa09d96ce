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
public sealed class Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly AddedVocabulary _added;
    private readonly EncodingPipeline _pipeline;
    private readonly AssemblyPlan _plan;
    private readonly WorkspacePool _workspaces = new();
    private readonly OffsetTrimming[] _trimmings;
    private readonly RoleTokens _roles;

    internal Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _added = new AddedVocabulary(parts.AddedTokens, parts.Model.Vocabulary, parts.Normalizer);
        _pipeline = new EncodingPipeline(parts.Normalizer, parts.PreTokenizer, parts.Model, _added);
        _plan = new AssemblyPlan(parts.PostProcessor);
        _trimmings = [.. parts.PostProcessor?.Trimmings ?? []];
        _roles = parts.Config.Roles.Or(new RoleTokens { Unk = parts.Model.UnkToken })
            .Or(RoleTokens.Bert.Where(token => _added.TryGetId(token, out _)));
    }

    /// <summary>How many ids there are: the model's tokens and those added to them.</summary>
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

    private Vocabulary Model => _parts.Model.Vocabulary;

    /// <summary>
    /// Loads the tokenizer in <paramref name="folder"/>: <c>tokenizer.json</c>, or the vocabulary files where there is
    /// none, with <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> taken into account.
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
    public Encoding Encode(string text, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encoding.Assemble(_plan.Steps(false, addSpecialTokens), EncodeSequence(text), null, TokenOf);
    }

    /// <summary>Encodes a pair of texts, such as a question and a passage.</summary>
    /// <inheritdoc cref="Encode(string, bool)"/>
    /// <param name="text">The first text, valid Unicode.</param>
    /// <param name="textPair">The second text, valid Unicode.</param>
    /// <param name="addSpecialTokens">Whether the special tokens the model expects are put around them.</param>
    public Encoding Encode(string text, string textPair, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(textPair);
        return Encoding.Assemble(
            _plan.Steps(true, addSpecialTokens), EncodeSequence(text), EncodeSequence(textPair), TokenOf);
    }

    /// <summary>Encodes a text to ids only, which is several times as fast as <see cref="Encode(string, bool)"/>.</summary>
    /// <inheritdoc cref="Encode(string, bool)"/>
    /// <returns>Ids, <c>[tokens]</c>.</returns>
    public int[] EncodeToIds(string text, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var steps = _plan.Steps(false, addSpecialTokens);
        List<int> ids = [];
        foreach (var step in steps)
            AppendStep(step, text, text, ids);
        return [.. ids];
    }

    /// <summary>Encodes a pair of texts to ids only.</summary>
    /// <inheritdoc cref="Encode(string, string, bool)"/>
    /// <returns>Ids, <c>[tokens]</c>; <see cref="Assemble(ReadOnlySpan{int}, ReadOnlySpan{int})"/> gives the type ids too.</returns>
    public int[] EncodeToIds(string text, string textPair, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(textPair);
        List<int> ids = [];
        foreach (var step in _plan.Steps(true, addSpecialTokens))
            AppendStep(step, text, textPair, ids);
        return [.. ids];
    }

    /// <summary>Appends the ids of <paramref name="text"/>, without special tokens, to <paramref name="ids"/>.</summary>
    /// <exception cref="TokenizerException">The text has half a surrogate pair.</exception>
    public void AppendIds(ReadOnlySpan<char> text, List<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var workspace = _workspaces.Rent();
        _pipeline.EncodeToIds(text, workspace, ids);
        _workspaces.Return(workspace);
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
        return cleanUp ?? _parts.Config.CleanUpTokenizationSpaces ? CleanUp.OfText(text) : text;
    }

    /// <summary>The id of <paramref name="token"/>, or null where there is no such token.</summary>
    public int? TokenToId(string token) => _added.TryGetId(token, out var id) ? id : Model.Find(token);

    /// <summary>The token with this id, or null where there is none.</summary>
    public string? IdToToken(int id) => _added.TokenOf(id) ?? Model.TokenOf(id);

    /// <summary>Whether decoding without special tokens leaves out the token with this id.</summary>
    public bool IsSpecial(int id) => _added.IsSpecial(id);

    /// <summary>
    /// Writes <c>tokenizer.json</c> and the files that came with the tokenizer into <paramref name="folder"/>, so that
    /// transformers loads it.
    /// </summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        FileWriting.Replace(
            Path.Combine(folder, "tokenizer.json"), stream => TokenizerJson.Write(stream, _parts, _added));
        _parts.SideFiles.Write(folder);
        if (_parts.Model is WordPieceModel)
            VocabTxt.Write(Path.Combine(folder, "vocab.txt"), Model);
    }

    private int? IdOfRole(string? token) => token is null ? null : TokenToId(token);

    private string TokenOf(int id) => IdToToken(id) ?? "";

    private EncodedSequence EncodeSequence(string text)
    {
        var workspace = _workspaces.Rent();
        var sequence = _pipeline.Encode(text, workspace);
        _workspaces.Return(workspace);
        foreach (var trimming in _trimmings)
            trimming.Trim(sequence, TokenOf);
        return sequence;
    }

    private void AppendStep(PlanStep step, string text, string textPair, List<int> ids)
    {
        if (step.IsSpecial)
            ids.Add(step.Id);
        else
            AppendIds(step.Sequence == 0 ? text : textPair, ids);
    }
}
