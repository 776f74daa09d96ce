using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>The sizes that PEFT's prompt methods write into <c>adapter_config.json</c>.</summary>
/// <param name="TokenDim">Width of a virtual token.</param>
/// <param name="Heads">Number of heads.</param>
/// <param name="Layers">Number of layers.</param>
internal sealed record PromptSizes(long TokenDim, long Heads, int Layers)
{
    /// <summary>Of vectors that stand where token vectors do.</summary>
    public static PromptSizes OfTokens(BodyShape body) => new(body.HiddenSize, body.Heads, body.Layers);

    /// <summary>Of keys and values (PEFT counts heads of keys where they are fewer).</summary>
    public static PromptSizes OfKeys(BodyShape body) =>
        new(body.KeyValueHeads * body.HeadDim, body.KeyValueHeads, body.Layers);

    /// <summary>Checks a config against the model.</summary>
    /// <exception cref="PeftException">A size is another, or there is no position left for a token.</exception>
    public void Check(PromptLearningConfig config, BodyShape body)
    {
        (string Key, int? Said, long True)[] sizes =
        [
            ("token_dim", config.TokenDim, TokenDim),
            ("num_attention_heads", config.NumAttentionHeads, Heads),
            ("num_layers", config.NumLayers, Layers),
        ];
        var wrong = sizes.Where(s => s.Said is { } said && said != s.True)
            .Select(s => $"peft.{s.Key} is {s.Said}, this model's is {s.True}")
            .ToList();
        if (wrong.Count > 0)
        {
            throw PeftException.WrongSizes(wrong);
        }
        if (config.NumVirtualTokens >= body.MaxPositions)
        {
            throw PeftException.NoRoomForPrompt(config.NumVirtualTokens, body.MaxPositions);
        }
    }
}
