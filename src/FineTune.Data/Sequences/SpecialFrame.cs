using FineTune.Tokenizers;

namespace FineTune.Data;

/// <summary>
/// The special tokens around a running text: what the tokenizer puts before it, and one EOS behind it. Neither is ever
/// doubled where the text has it already.
/// </summary>
internal sealed class SpecialFrame
{
    // Any id will do to see what is put before a text.
    private const int Probe = 0;

    private readonly int[] _before;
    private readonly int? _eos;

    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="eosTokenId">The token that ends a text; null goes by the tokenizer.</param>
    public SpecialFrame(Tokenizer tokenizer, int? eosTokenId)
    {
        _eos = eosTokenId ?? tokenizer.EosTokenId;
        var framed = tokenizer.Assemble([Probe]);
        _before = [.. framed.Ids.TakeWhile((_, i) => framed.SpecialTokensMask[i] == 1)];
    }

    /// <summary>How many tokens go before these ids.</summary>
    public int CountBefore(ReadOnlySpan<int> ids) => ids.StartsWith(_before) ? 0 : _before.Length;

    /// <summary>The ids with what belongs before them.</summary>
    /// <param name="ids">The ids of a text.</param>
    /// <param name="ends">Whether the text ends here, so that EOS follows.</param>
    public int[] Around(ReadOnlySpan<int> ids, bool ends)
    {
        var before = _before.AsSpan(0, CountBefore(ids));
        return ends && _eos is { } eos && !(ids.Length > 0 && ids[^1] == eos)
            ? [.. before, .. ids, eos]
            : [.. before, .. ids];
    }
}
