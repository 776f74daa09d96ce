using FineTune.Tokenizers;

namespace FineTune.Generation;

/// <summary>Generates texts: tokens turned into text, stop strings observed.</summary>
/// <param name="generator">Generates the tokens.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
public sealed class TextGenerator(TokenGenerator generator, Tokenizer tokenizer)
{
    /// <summary>The model's tokenizer.</summary>
    public Tokenizer Tokenizer => tokenizer;

    /// <summary>Generates texts.</summary>
    /// <param name="prompts">Tokens of each prompt, at least one each.</param>
    /// <param name="config">How. A stop string that is a special token counts as an end token.</param>
    /// <param name="continues">Whether texts go on where prompts end, and so may begin with a space; if not, they are
    /// texts of their own, such as answers.</param>
    /// <param name="onText">Gets pieces of each text as they become certain, with the number of the sequence (prompt
    /// times returns plus return); with beams, each text at once at the end. Null for nobody.</param>
    /// <param name="memory">What earlier calls with one prompt and one text left, to go on from; null for nothing.
    /// </param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>The texts of the first prompt, then of the second, and so on.</returns>
    /// <exception cref="GenerationException">A prompt or the config cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public IReadOnlyList<GeneratedText> Generate(
        IReadOnlyList<int[]> prompts,
        GenerationConfig config,
        bool continues,
        Action<int, string>? onText = null,
        PromptMemory? memory = null,
        CancellationToken stop = default)
    {
        var settled = WithStopTokens(config);
        var texts = new Dictionary<int, GrowingText>();
        var hooks = new GenerationHooks
        {
            Token = (sequence, id) => TextOf(sequence, sequence / config.NumReturnSequences).Add(id),
            BeamEnds = settled.StopStrings.Count == 0 ? null : EndsInStopString,
        };
        var tokens = generator.Generate(prompts, settled, hooks, memory, stop);
        return [.. tokens.Select(Finished)];

        GrowingText TextOf(int sequence, int prompt)
        {
            if (!texts.TryGetValue(sequence, out var text))
            {
                text = new GrowingText(StreamOf(prompt), piece => onText?.Invoke(sequence, piece));
                texts[sequence] = text;
            }
            return text;
        }

        GeneratedText Finished(GeneratedTokens generated, int sequence)
        {
            var known = texts.ContainsKey(sequence);
            var text = TextOf(sequence, generated.Prompt);
            return new GeneratedText(generated, text.Finish(known ? [] : generated.Ids));
        }

        bool EndsInStopString(int prompt, ReadOnlySpan<int> ids)
        {
            var stream = StreamOf(prompt);
            foreach (var id in ids)
            {
                stream.Add(id);
            }
            return stream.Stopped;
        }

        StreamedText StreamOf(int prompt) => new(tokenizer, settled.StopStrings, continues ? prompts[prompt] : []);
    }

    private GenerationConfig WithStopTokens(GenerationConfig config)
    {
        var special = config.StopStrings
            .Select(text => (Text: text, Id: tokenizer.TokenToId(text)))
            .Where(s => s.Id is { } id && tokenizer.IsSpecial(id))
            .ToDictionary(s => s.Text, s => s.Id!.Value);
        return config with
        {
            StopStrings = [.. config.StopStrings.Where(s => !special.ContainsKey(s))],
            EosTokenIds = [.. config.EosTokenIds.Union(special.Values)],
        };
    }
}
