using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>Puts trained vectors into the tables and the output layer of a model that is being built.</summary>
internal sealed class TokenVectorSet
{
    private readonly IReadOnlyList<TokenChoice> _choices;
    private readonly IReadOnlyList<int> _added;
    private readonly string _prefix;
    private readonly AdapterSwitch _switch;
    private readonly List<TokenVectors> _vectors = [];
    private readonly HashSet<TokenChoice> _found = [];
    private TokenVectors? _input;

    /// <summary>Sets it up.</summary>
    /// <param name="choices">What the config chooses.</param>
    /// <param name="added">Tokens that the run adds: they train in the table that they enter by and in the output
    /// layer.</param>
    /// <param name="prefix">What stands before the parameters' names in a module, with a dot at its end.</param>
    /// <param name="switch">The adapter's switch.</param>
    public TokenVectorSet(
        IReadOnlyList<TokenChoice> choices, IReadOnlyList<int> added, string prefix, AdapterSwitch @switch) =>
        (_choices, _added, _prefix, _switch) = (choices, added, prefix, @switch);

    /// <summary>All vectors, in the order of the model.</summary>
    public IReadOnlyList<TokenVectors> Vectors => _vectors;

    /// <summary>The tokens as an adapter folder states them: a list where the table of the tokens that enter the model is
    /// the only module; null for none.</summary>
    public TokenIndices? Saved => _vectors switch
    {
        [] => null,
        [var only] when only == _input => TokenIndices.List(only.Ids),
        _ => TokenIndices.Table(_vectors.ToDictionary(v => v.Path[(v.Path.LastIndexOf('.') + 1)..], v => v.Ids)),
    };

    /// <summary>Puts trained vectors into a table.</summary>
    /// <returns>Null where it has none.</returns>
    public IEmbedding? OnEmbedding(Embedding inner, ModuleScope scope)
    {
        var ids = IdsOf(inner.Path, inner.IsInput, grows: inner.IsInput);
        if (ids.Count == 0)
        {
            return null;
        }
        var vectors = Add(inner.Weight, ids, scope);
        _input = inner.IsInput ? vectors : _input;
        return new TokenTable(inner, vectors, scope);
    }

    /// <summary>Puts trained vectors into the layer over the vocabulary: those of its table, where it shares one and
    /// nothing else is chosen for it.</summary>
    /// <returns>Null where it has none.</returns>
    public ILinear? OnOutput(Linear inner, ModuleScope scope)
    {
        if (!inner.IsOutput)
        {
            return null;
        }
        var shared = _vectors.Find(v => v.AreOf(inner.Weight));
        var ids = IdsOf(inner.Path, isInput: false, grows: shared is null);
        if (shared is not null && (ids.Count == 0 || ids.SequenceEqual(shared.Ids)))
        {
            shared.ShareWith(inner.Path);
            return new TokenOutput(inner, shared);
        }
        return ids.Count == 0 ? null : new TokenOutput(inner, Add(inner.Weight, ids, scope));
    }

    /// <summary>Complains of choices that no module took.</summary>
    /// <param name="key">The config's key.</param>
    /// <exception cref="PeftException">There are some.</exception>
    public void Check(string key)
    {
        var unmatched = _choices.Where(choice => !_found.Contains(choice)).Select(choice => choice.Name).ToList();
        if (unmatched.Count > 0)
        {
            throw PeftException.NoTokenModules(key, unmatched);
        }
    }

    private List<int> IdsOf(string path, bool isInput, bool grows)
    {
        var choices = _choices.Where(choice => choice.Takes(path, isInput)).ToList();
        _found.UnionWith(choices);
        return [.. choices.SelectMany(choice => choice.Ids).Concat(grows ? _added : []).Distinct()];
    }

    private TokenVectors Add(Parameter table, IReadOnlyList<int> ids, ModuleScope scope)
    {
        var vectors = new TokenVectors(table, ids, _prefix, _switch, scope);
        _vectors.Add(vectors);
        return vectors;
    }
}
