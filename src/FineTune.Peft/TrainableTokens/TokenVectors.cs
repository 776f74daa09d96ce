using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>The vectors of some tokens, trained in place of those of a table. They begin as the table's own (PEFT's
/// <c>TrainableTokensLayer</c>).</summary>
internal sealed class TokenVectors : IMergeable
{
    /// <summary>PEFT's name of the module that holds the vectors in a table, where another method is there too.</summary>
    public const string Module = "token_adapter";

    private const string Delta = "trainable_tokens_delta";

    private readonly Parameter _table;
    private readonly Parameter _vectors;    // [count, hidden]
    private readonly Tensor _ids;           // [count]
    private readonly AdapterSwitch _switch;
    private readonly List<string> _names;

    /// <summary>Makes the parameter.</summary>
    /// <param name="table">The frozen table, <c>[tokens, hidden]</c>.</param>
    /// <param name="ids">The tokens, each once.</param>
    /// <param name="prefix">What stands before the parameter's name in the module, with a dot at its end.</param>
    /// <param name="switch">The adapter's switch.</param>
    /// <param name="scope">The module's scope.</param>
    /// <exception cref="PeftException">There are no such tokens.</exception>
    public TokenVectors(Parameter table, IReadOnlyList<int> ids, string prefix, AdapterSwitch @switch, ModuleScope scope)
    {
        var beyond = ids.Where(id => id >= table.Shape[0]).ToList();
        if (beyond.Count > 0)
        {
            throw PeftException.NoSuchTokens(scope.Path, beyond, table.Shape[0]);
        }
        using var guard = no_grad();
        Ids = ids;
        Path = scope.Path;
        _table = table;
        _switch = @switch;
        _names = [$"{scope.Path}.weight"];
        _ids = scope.Buffer(tensor(ids.Select(id => (long)id).ToArray()));
        _vectors = scope.Adapter(
            prefix + Delta,
            [ids.Count, table.Shape[1]],
            new Initializer("the table's own vectors", (value, _) =>
            {
                using var rows = table.Rows(_ids);
                value.copy_(rows);
            }));
    }

    /// <summary>The tokens.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>The module that holds them.</summary>
    public string Path { get; }

    public IReadOnlyList<string> BaseNames => _names;

    /// <summary>Whether they are in use.</summary>
    public bool Enabled => _switch.Enabled;

    /// <summary>The trained vectors, <c>[count, hidden]</c>, float32.</summary>
    public Tensor Values => _vectors.Value;

    /// <summary>How far they are from the table's own, <c>[count, hidden]</c>, float32.</summary>
    public Tensor Moved => _vectors.Value - _table.Rows(_ids);

    /// <summary>The tokens, <c>[count]</c>, int64.</summary>
    public Tensor IdTensor => _ids;

    /// <summary>The names under which PEFT stores what belongs to a module's trained vectors.</summary>
    public static IEnumerable<string> NamesIn(string module) =>
        [$"{module}.{Delta}", $"{module}.{Module}.{Delta}", $"{module}.{Module}.base_layer.weight"];

    /// <summary>The table of which a parameter holds trained vectors; null for any other parameter.</summary>
    public static Parameter? TableOf(Parameter parameter, ParameterSet parameters) =>
        parameter.Name.EndsWith($".{Module}.{Delta}", StringComparison.Ordinal)
            ? parameters.Find(parameter.Name[..^($"{Module}.{Delta}".Length)] + "weight")
            : null;

    /// <summary>Whether they are of this table.</summary>
    public bool AreOf(Parameter table) => table == _table;

    /// <summary>Notes that another module uses the same vectors.</summary>
    public void ShareWith(string module) => _names.Add($"{module}.weight");

    public Tensor Merge(string name, Tensor value) => MergeRows(name, value, first: 0);

    public bool MergesRows(string name) => true;

    public Tensor MergeRows(string name, Tensor rows, long first)
    {
        var own = Ids.Index().Where(id => id.Item >= first && id.Item < first + rows.shape[0]).ToList();
        if (own.Count == 0)
        {
            return rows.clone();
        }
        var places = tensor(own.Select(id => id.Item - first).ToArray(), device: rows.device);
        var chosen = tensor(own.Select(id => (long)id.Index).ToArray(), device: rows.device);
        return rows.index_copy(0, places, Values.index_select(0, chosen));
    }
}
