using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>
/// Turns conversations, prompts with completions and documents into tokens with what of them is learned. Safe to use
/// from several threads.
/// </summary>
/// <remarks>
/// A rendered conversation is encoded as it stands: its template wrote the special tokens. Other texts get those that
/// the tokenizer puts before a text, and EOS behind.
/// </remarks>
public sealed class SequenceEncoder
{
    private readonly Tokenizer _tokenizer;
    private readonly ChatMarking? _chats;
    private readonly SpecialFrame _frame;
    private readonly TrainOn _trainOn;
    private readonly TrainOnEos _trainOnEos;

    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="template">The chat template; null where there is none, so that conversations are refused.</param>
    /// <param name="config">What is learned.</param>
    /// <param name="eosTokenId">The token that ends a text; null goes by the tokenizer.</param>
    public SequenceEncoder(Tokenizer tokenizer, ChatTemplate? template, DatasetConfig config, int? eosTokenId = null)
    {
        (_tokenizer, _trainOn, _trainOnEos) = (tokenizer, config.TrainOn, config.TrainOnEos);
        _chats = template is null ? null : new ChatMarking(template, config.TrainOn, config.TrainOnEos);
        _frame = new SpecialFrame(tokenizer, eosTokenId);
    }

    /// <summary>The model's number of embeddings: a token beyond them is refused.</summary>
    /// <value>Default: no bound.</value>
    public int VocabSize { get; init; } = int.MaxValue;

    /// <summary>The token that begins a text, if the tokenizer has one.</summary>
    internal int? BosTokenId => _tokenizer.BosTokenId;

    /// <summary>Encodes an example, however long it is.</summary>
    /// <exception cref="DataException">
    /// The template fails on it, or a token is beyond the model's vocabulary, or it is of a kind that is no text.
    /// </exception>
    public TokenRow Encode(Example example)
    {
        var row = example switch
        {
            ChatExample chat => OfMarked(chat.Origin, (_chats ?? throw NoTemplate()).Render(chat)),
            PromptExample prompt => OfPrompt(prompt),
            DocumentExample document => OfDocument(document),
            _ => throw new ArgumentException($"{example.GetType().Name} is no text to learn.", nameof(example)),
        };
        return Check(row);
    }

    /// <summary>The ids of a document with the tokens that begin and end a text.</summary>
    /// <exception cref="DataException">A token is beyond the model's vocabulary.</exception>
    internal int[] EncodeDocument(DocumentExample document) => Check(OfDocument(document)).Ids;

    private TokenRow OfDocument(DocumentExample document)
    {
        var ids = _tokenizer.EncodeToIds(document.Text, addSpecialTokens: false);
        if (ids.Length == 0)
        {
            return new TokenRow(document.Origin, [], []);
        }

        var framed = _frame.Around(ids, ends: true);
        var learned = _trainOnEos == TrainOnEos.None ? _frame.CountBefore(ids) + ids.Length : framed.Length;
        return new TokenRow(document.Origin, framed, [new TokenRun(0, learned)]);
    }

    private TokenRow OfPrompt(PromptExample example)
    {
        var prompt = example.Prompt.Length;
        var text = example.Prompt + example.Completion;
        var row = OfMarked(example.Origin, new MarkedText(
            text,
            _trainOn == TrainOn.All ? [new TextSpan(0, text.Length)] : [new TextSpan(prompt, text.Length)]));

        var before = _frame.CountBefore(row.Ids);
        var framed = _frame.Around(row.Ids, ends: example.Completion is not null);
        TokenRun[] moved = [.. row.Supervised.Select(run => new TokenRun(run.Start + before, run.End + before))];
        if (moved.Length > 0 && _trainOnEos != TrainOnEos.None)
        {
            moved[^1] = moved[^1] with { End = framed.Length };
        }

        return row with { Ids = framed, Supervised = moved };
    }

    private TokenRow OfMarked(RowOrigin origin, MarkedText marked)
    {
        if (marked.Supervised is [var only] && only == new TextSpan(0, marked.Text.Length))
        {
            var ids = _tokenizer.EncodeToIds(marked.Text, addSpecialTokens: false);
            return new TokenRow(origin, ids, ids.Length == 0 ? [] : [new TokenRun(0, ids.Length)]);
        }

        var encoding = _tokenizer.Encode(marked.Text, addSpecialTokens: false);
        var (runs, hasSharedToken) = TokenMarks.Of(marked.Supervised, encoding.Offsets);
        return new TokenRow(origin, encoding.Ids, runs) { HasSharedToken = hasSharedToken };
    }

    private TokenRow Check(TokenRow row)
    {
        foreach (var id in row.Ids)
        {
            if (id >= VocabSize)
            {
                throw DataException.TokenBeyondVocabulary(row.Origin, _tokenizer.IdToToken(id) ?? "?", id, VocabSize);
            }
        }

        return row;
    }

    private static DataException NoTemplate() =>
        DataException.NoChatTemplate(BuiltInTemplates.All.Select(template => template.Name));
}
