using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>The processors that a config asks for, in transformers' order.</summary>
public static class LogitsProcessors
{
    /// <summary>Lists the processors: those that every search has, the caller's, those of sampling.</summary>
    /// <param name="config">The config.</param>
    /// <param name="own">The caller's own.</param>
    public static IReadOnlyList<ILogitsProcessor> For(
        GenerationConfig config, IReadOnlyList<ILogitsProcessor>? own = null) =>
    [
        .. OfEverySearch(config),
        .. own ?? [],
        .. config.DoSample ? OfSampling(config) : [],
        .. config.RenormalizeLogits ? [new Renormalize()] : (ILogitsProcessor[])[],
    ];

    /// <summary>Applies processors one after another.</summary>
    /// <param name="processors">The processors.</param>
    /// <param name="logits"><c>[rows, vocab]</c>, float32; changed.</param>
    /// <param name="history">The tokens so far of each row.</param>
    /// <returns>The scores.</returns>
    public static Tensor Apply(IReadOnlyList<ILogitsProcessor> processors, Tensor logits, TokenHistory history)
    {
        foreach (var processor in processors)
        {
            logits = processor.Process(logits, history);
        }
        return logits;
    }

    private static IEnumerable<ILogitsProcessor> OfEverySearch(GenerationConfig config)
    {
        if (config.RepetitionPenalty != 1)
        {
            yield return new RepetitionPenalty(config.RepetitionPenalty);
        }
        if (config.FrequencyPenalty != 0 || config.PresencePenalty != 0)
        {
            yield return new OccurrencePenalty(config.FrequencyPenalty, config.PresencePenalty);
        }
        if (config.NoRepeatNgramSize > 0)
        {
            yield return new NoRepeatNgram(config.NoRepeatNgramSize);
        }
        if (config.BadWordsIds.Count > 0)
        {
            yield return new NoBadWords(config.BadWordsIds, config.EosTokenIds);
        }
        if (config.EosTokenIds.Count > 0 && (config.MinLength > 0 || config.MinNewTokens > 0))
        {
            yield return new MinimumLength(config.MinLength, config.MinNewTokens, config.EosTokenIds);
        }
        if (config.SuppressTokens.Count > 0)
        {
            yield return new SuppressTokens(config.SuppressTokens, onlyAtBegin: false);
        }
        if (config.BeginSuppressTokens.Count > 0)
        {
            yield return new SuppressTokens(config.BeginSuppressTokens, onlyAtBegin: true);
        }
    }

    private static IEnumerable<ILogitsProcessor> OfSampling(GenerationConfig config)
    {
        // A beam needs a token to go on with beside every one that ends it.
        var keep = config.NumBeams > 1 ? Math.Max(1, config.EosTokenIds.Count) + 1 : 1;
        if (config.Temperature != 1)
        {
            yield return new Temperature(config.Temperature);
        }
        if (config.TopK > 0)
        {
            yield return new TopK(config.TopK, keep);
        }
        if (config.TopP < 1)
        {
            yield return new TopP(config.TopP, keep);
        }
        if (config.MinP is { } minP)
        {
            yield return new MinP(minP, keep);
        }
        if (config.TypicalP < 1)
        {
            yield return new TypicalP(config.TypicalP, keep);
        }
        if (config.EpsilonCutoff > 0)
        {
            yield return new EpsilonCutoff(config.EpsilonCutoff, keep);
        }
        if (config.EtaCutoff > 0)
        {
            yield return new EtaCutoff(config.EtaCutoff, keep);
        }
    }
}
