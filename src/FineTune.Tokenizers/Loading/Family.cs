namespace FineTune.Tokenizers.Loading;

/// <summary>A kind of tokenizer that the reference has a class for, told by the class's name or the model's type.</summary>
/// <param name="Classes">Names of the reference's classes, apart by spaces.</param>
/// <param name="ModelTypes">Model types of <c>config.json</c>, apart by spaces.</param>
/// <param name="Roles">Which token plays which part where no file says so.</param>
/// <param name="Assemble">Puts the components together around what the vocabulary files hold.</param>
internal sealed record Family(
    string Classes,
    string ModelTypes,
    RoleTokens Roles,
    Func<VocabularySource, TokenizerConfig, TokenizerParts> Assemble)
{
    /// <summary>Whether <paramref name="config"/> names this family.</summary>
    public bool IsNamedBy(TokenizerConfig config) => config.TokenizerClass is { } name
        ? Classes.Split(' ').Contains(name)
        : config.ModelType is { } type && ModelTypes.Split(' ').Contains(type);
}
