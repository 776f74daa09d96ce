using System.ComponentModel;

namespace FineTune.Peft;

/// <summary>Settings of training the vectors of some tokens and nothing else (PEFT's <c>TrainableTokensConfig</c>).</summary>
public sealed record TrainableTokensConfig : PeftConfig
{
    internal const string IndicesKey = "token_indices";

    /// <inheritdoc/>
    public override string PeftType => "TRAINABLE_TOKENS";

    /// <summary>The tokens' ids; those that the run adds need not be named.</summary>
    [Description("Ids of the tokens whose vectors are trained. Those of model.add_tokens and add_special_tokens need not be "
        + "named.")]
    public IReadOnlyList<int> TokenIndices { get; init; } = [];

    /// <summary>The tables that hold them; null takes that of the tokens that enter the model, and the layer over the
    /// vocabulary where it shares it.</summary>
    [Description("Tables whose rows are trained, as a list of names matched at the end of the path or one regular "
        + "expression. Default: that of the tokens that enter the model, and the output layer where it shares it.")]
    public TargetModules? TargetModules { get; init; }

    /// <summary>The choices that this makes.</summary>
    internal IReadOnlyList<TokenChoice> Choices => TokenIndices.Count == 0 ? []
        : TargetModules is null ? [TokenChoice.OfInput(TokenIndices)]
        : TargetModules.Names is { } names
            ? [.. names.Select(name => Choice(name, TargetModules.List([name])))]
            : [Choice(TargetModules.Text!, TargetModules)];

    /// <inheritdoc/>
    internal override IEnumerable<int> NamedTokens => TokenIndices;

    /// <inheritdoc/>
    internal override IEnumerable<string> Contradictions() =>
        TokenIndices.Count == 0 ? [] : Peft.TokenIndices.List(TokenIndices).Problems(IndicesKey);

    private TokenChoice Choice(string name, TargetModules modules) =>
        new(name, (path, _) => modules.Matches(path), TokenIndices);
}
