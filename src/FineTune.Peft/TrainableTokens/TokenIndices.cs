namespace FineTune.Peft;

/// <summary>Tokens whose vectors are trained: a list of ids for the table of the tokens that enter the model, or lists by
/// module (PEFT's <c>trainable_token_indices</c>).</summary>
public sealed class TokenIndices
{
    private TokenIndices(IReadOnlyList<int>? ids, IReadOnlyDictionary<string, IReadOnlyList<int>>? byModule) =>
        (Ids, ByModule) = (ids, byModule);

    /// <summary>The ids, if this is a list.</summary>
    public IReadOnlyList<int>? Ids { get; }

    /// <summary>The ids by the end of a module's path, if this is a table.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>>? ByModule { get; }

    /// <summary>Every id that is named.</summary>
    public IEnumerable<int> All => Ids ?? ByModule!.Values.SelectMany(ids => ids);

    /// <summary>A list of ids.</summary>
    public static TokenIndices List(IReadOnlyList<int> ids) => new(ids, null);

    /// <summary>Lists of ids by the end of a module's path.</summary>
    public static TokenIndices Table(IReadOnlyDictionary<string, IReadOnlyList<int>> byModule) => new(null, byModule);

    /// <summary>Which modules each list is for.</summary>
    internal IReadOnlyList<TokenChoice> Choices() => Ids is { } ids
        ? [TokenChoice.OfInput(ids)]
        : [.. ByModule!.Select(m => new TokenChoice(
            m.Key, (path, _) => path.EndsWith(m.Key, StringComparison.Ordinal), m.Value))];

    /// <summary>What is wrong with lists of ids, each with what to change.</summary>
    /// <param name="key">The config's key.</param>
    internal IEnumerable<string> Problems(string key) =>
        Ids is { } ids ? Problems(key, ids) : ByModule!.SelectMany(m => Problems($"{key}.{m.Key}", m.Value));

    private static IEnumerable<string> Problems(string key, IReadOnlyList<int> ids)
    {
        if (ids.Count == 0)
        {
            yield return $"{key} names no token: list ids, or remove it";
        }
        foreach (var id in ids.Where(id => id < 0))
        {
            yield return $"{key} holds {id}: ids begin at 0";
        }
        foreach (var twice in ids.GroupBy(id => id).Where(same => same.Count() > 1))
        {
            yield return $"{key} holds {twice.Key} {twice.Count()} times: name each token once";
        }
    }
}
