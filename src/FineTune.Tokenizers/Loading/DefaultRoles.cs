using FineTune.Tokenizers.AddedTokens;

namespace FineTune.Tokenizers.Loading;

/// <summary>Finds out which token plays which part where the config leaves it open.</summary>
internal static class DefaultRoles
{
    /// <summary>
    /// The roles of the config, completed from the family that it names, the model's unknown token and the padding
    /// settings, and by special tokens that bear BERT's names.
    /// </summary>
    public static RoleTokens Complete(TokenizerParts parts, AddedVocabulary added)
    {
        var family = ByteLevelFamilies.All.Concat(SentencePieceFamilies.All).FirstOrDefault(f => f.IsNamedBy(parts.Config));
        bool Exists(string token) => added.TryGetId(token, out _) || parts.Model.Vocabulary.Find(token) is not null;
        return parts.Config.Roles
            .Or(RoleTokens.Of(unk: parts.Model.UnkToken, pad: parts.Padding?.PadToken))
            .Or(family?.Roles ?? new RoleTokens())
            .Or(BertFamily.Roles.Where(token => added.TryGetId(token, out _)))
            .Where(Exists);
    }
}
