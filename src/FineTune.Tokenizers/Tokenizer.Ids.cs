using FineTune.Tokenizers.Pipeline;

namespace FineTune.Tokenizers;

/// <content>Encoding to ids only, for when nobody asks where tokens lie in the text.</content>
public sealed partial class Tokenizer
{
    /// <summary>Encodes a text to ids only, which is several times as fast as <see cref="Encode(string, bool)"/>.</summary>
    /// <inheritdoc cref="Encode(string, bool)"/>
    /// <returns>Ids, <c>[tokens]</c>.</returns>
    public int[] EncodeToIds(string text, bool addSpecialTokens = true) => EncodeToIds(text, null, addSpecialTokens, isPair: false);

    /// <summary>Encodes a pair of texts to ids only.</summary>
    /// <inheritdoc cref="Encode(string, string, bool)"/>
    /// <returns>Ids, <c>[tokens]</c>; <see cref="Assemble(ReadOnlySpan{int}, ReadOnlySpan{int})"/> gives the type ids too.</returns>
    public int[] EncodeToIds(string text, string textPair, bool addSpecialTokens = true) =>
        EncodeToIds(text, textPair, addSpecialTokens, isPair: true);

    /// <summary>Encodes many texts to ids only, on several threads.</summary>
    /// <param name="texts">The texts, valid Unicode.</param>
    /// <param name="addSpecialTokens">Whether the special tokens the model expects are put around each.</param>
    /// <param name="maxThreads">How many threads may be used; null: as many as there are cores.</param>
    /// <returns>For each text its ids.</returns>
    /// <exception cref="TokenizerException">A text has half a surrogate pair.</exception>
    public int[][] EncodeBatchToIds(IReadOnlyList<string> texts, bool addSpecialTokens = true, int? maxThreads = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var ids = new int[texts.Count][];
        Batch.ForAll(texts.Count, maxThreads, i => ids[i] = EncodeToIds(texts[i], addSpecialTokens));
        return ids;
    }

    /// <summary>Appends the ids of <paramref name="text"/>, without special tokens, to <paramref name="ids"/>: allocates nothing in the long run.</summary>
    /// <exception cref="TokenizerException">The text has half a surrogate pair.</exception>
    public void AppendIds(ReadOnlySpan<char> text, List<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var workspace = _workspaces.Rent();
        _pipeline.EncodeToIds(text, workspace, ids);
        _workspaces.Return(workspace);
    }

    /// <summary>How many tokens <paramref name="text"/> has.</summary>
    /// <inheritdoc cref="Encode(string, bool)"/>
    public int CountTokens(string text, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var workspace = _workspaces.Rent();
        workspace.Ids.Clear();
        _pipeline.EncodeToIds(text, workspace, workspace.Ids);
        var count = workspace.Ids.Count;
        _workspaces.Return(workspace);
        return addSpecialTokens ? count + NumSpecialTokensToAdd() : count;
    }

    private int[] EncodeToIds(string text, string? textPair, bool addSpecialTokens, bool isPair)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (isPair)
            ArgumentNullException.ThrowIfNull(textPair);
        var workspace = _workspaces.Rent();
        var ids = workspace.Ids;
        ids.Clear();
        foreach (var step in _plan.Steps(isPair, addSpecialTokens))
        {
            if (step.IsSpecial)
                ids.Add(step.Id);
            else
                _pipeline.EncodeToIds(step.Sequence == 0 ? text : textPair, workspace, ids);
        }
        int[] result = [.. ids];
        _workspaces.Return(workspace);
        return result;
    }
}
