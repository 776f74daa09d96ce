using FineTune.Formats;
using FineTune.Tokenizers;

namespace FineTune.Recipes;

/// <summary>The tokens of a run: those of its base model, or of the adapter that it goes on from, and those that the config
/// adds.</summary>
internal sealed record RunVocabulary
{
    private const string SizeKey = "vocab_size";

    /// <summary>The tokenizer.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>The ids of the tokens that the config adds.</summary>
    public required IReadOnlyList<int> Added { get; init; }

    /// <summary>The least number of tokens that the model must have.</summary>
    private int Needed { get; init; }

    /// <summary>Loads the tokenizer and adds to it what the config names.</summary>
    /// <param name="config">The run's config.</param>
    /// <param name="folder">The base model's folder.</param>
    /// <exception cref="TokenizerException">There is no tokenizer, or it cannot be used.</exception>
    /// <exception cref="RecipeException">Tokens cannot be added; each is named.</exception>
    public static RunVocabulary Load(RunConfig config, string folder)
    {
        var start = BuiltDecoder.StartOf(config);
        var tokenizer = Tokenizer.Load(start is not null && TokenizerFiles.AreIn(start.Path) ? start.Path : folder);
        var tokens = config.Model.AddedTokens;
        var problems = Problems(tokens, tokenizer).ToList();
        if (problems.Count > 0)
        {
            throw RecipeException.TokensNotAdded(problems);
        }
        var grown = tokens.Count == 0 ? tokenizer : tokenizer.WithAddedTokens(tokens);
        int[] added = [.. tokens.Select(token => grown.TokenToId(token.Content)!.Value)];
        return new RunVocabulary
        {
            Tokenizer = grown,
            Added = added,
            Needed = added.Select(id => id + 1).Append(start?.TokensNeeded() ?? 0).Max(),
        };
    }

    /// <summary>The base model's configuration, with a vector for every token.</summary>
    public HfConfig Sized(HfConfig config) => Grown(config, Needed);

    /// <summary>A model's configuration with at least a number of tokens.</summary>
    public static HfConfig Grown(HfConfig config, int tokens) =>
        config.GetIntOrNull(SizeKey) < tokens ? config.With(SizeKey, tokens) : config;

    /// <summary>Whether one configuration has more tokens than another.</summary>
    public static bool Grows(HfConfig from, HfConfig to) => from.GetIntOrNull(SizeKey) < to.GetIntOrNull(SizeKey);

    private static IEnumerable<string> Problems(IReadOnlyList<AddedToken> tokens, Tokenizer tokenizer)
    {
        if (tokens.Any(token => string.IsNullOrWhiteSpace(token.Content)))
        {
            yield return "a token of no text, or of spaces alone: remove it";
        }
        foreach (var twice in tokens.GroupBy(token => token.Content).Where(same => same.Count() > 1))
        {
            yield return $"'{twice.Key}' {twice.Count()} times: name it once";
        }
        foreach (var content in tokens.Select(token => token.Content).Distinct())
        {
            if (tokenizer.TokenToId(content) is { } id)
            {
                yield return $"'{content}', which is token {id} already: remove it, and to train its vector name it in "
                    + $"peft.trainable_token_indices: [{id}]";
            }
        }
    }
}
