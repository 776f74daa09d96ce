using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Generates tokens with a decoder: greedily, at random or by beam search, for prompts of any lengths at once.
/// </summary>
/// <param name="model">The decoder.</param>
/// <param name="mode">Its mode; set to evaluation meanwhile.</param>
/// <param name="maxPositions">Most tokens that it can take, prompt and text together.</param>
/// <param name="device">Where it computes.</param>
public sealed class TokenGenerator(ICausalLM model, RunMode mode, int maxPositions, Device device)
{
    /// <summary>Number of tokens that the model knows.</summary>
    public int VocabSize => model.VocabSize;

    /// <summary>Generates texts.</summary>
    /// <param name="prompts">Tokens of each prompt, at least one each.</param>
    /// <param name="config">How.</param>
    /// <param name="hooks">Where the caller takes part; null for nowhere.</param>
    /// <param name="memory">What earlier calls with one prompt and one text left, to go on from; null for nothing.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>The texts of the first prompt, best first where there are scores, then of the second, and so on.</returns>
    /// <exception cref="GenerationException">A prompt or the config cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public IReadOnlyList<GeneratedTokens> Generate(
        IReadOnlyList<int[]> prompts,
        GenerationConfig config,
        GenerationHooks? hooks = null,
        PromptMemory? memory = null,
        CancellationToken stop = default)
    {
        Check(config);
        for (var i = 0; i < prompts.Count; i++)
        {
            Check(prompts[i], $"prompt {i + 1}", config);
        }
        if (prompts.Count == 0)
        {
            return [];
        }
        var training = mode.Training;
        mode.Training = false;
        try
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            using var history = new TokenHistory(prompts, model.VocabSize, device);
            var budgets = prompts.Select(p => config.Budget(p.Length, maxPositions)).ToArray();
            var keep = memory is not null && prompts.Count == 1
                && config is { UseCache: true, NumBeams: 1, NumReturnSequences: 1 };
            using var cache = !config.UseCache || keep ? null : new KeyValueCache(Room(prompts, budgets));
            var feed = new DecoderFeed(model, keep ? memory!.CacheFor(prompts[0]) : cache, device);
            var results = config.NumBeams > 1
                ? new BeamSearch(config, hooks ?? new(), feed, history, budgets).Run(stop)
                : new StepSearch(config, hooks ?? new(), feed, history, budgets).Run(stop);
            if (keep)
            {
                memory!.Remember(history.Ids(0));
            }
            return results;
        }
        finally
        {
            mode.Training = training;
        }
    }

    /// <summary>Checks settings against the model.</summary>
    /// <exception cref="GenerationException">Some cannot be; all of them are listed.</exception>
    public void Check(GenerationConfig config) => ConfigCheck.Check(config, model.VocabSize);

    /// <summary>Checks that a prompt can be gone on from.</summary>
    /// <param name="prompt">Its tokens.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="config">How text is generated.</param>
    /// <exception cref="GenerationException">It is empty or too long, or holds a token that the model does not have.
    /// </exception>
    public void Check(ReadOnlySpan<int> prompt, string name, GenerationConfig config)
    {
        if (prompt.IsEmpty)
        {
            throw GenerationException.EmptyPrompt(name);
        }
        if (prompt.Length >= maxPositions)
        {
            throw GenerationException.PromptTooLong(
                name, prompt.Length, $"the model takes {maxPositions} tokens in all");
        }
        if (config.Budget(prompt.Length, maxPositions) < 1)
        {
            throw GenerationException.PromptTooLong(name, prompt.Length, $"max_length is {config.MaxLength}");
        }
        foreach (var id in prompt)
        {
            if (id < 0 || id >= model.VocabSize)
            {
                throw GenerationException.UnknownToken(name, id, model.VocabSize);
            }
        }
    }

    // Long answers are rarer than long allowances: beyond this the cache grows as it is needed.
    private static int Room(IReadOnlyList<int[]> prompts, int[] budgets)
    {
        const int generated = 256;
        return prompts.Zip(budgets, (p, budget) => p.Length + Math.Min(budget, generated)).Max();
    }
}
