using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>One construction of a model: where weights come from, which adapter decorates it, and what went wrong so
/// far. Problems are collected, so that a checkpoint's faults are reported all together.</summary>
public sealed class ModelBuild
{
    private readonly IWeightSource _weights;
    private readonly List<string> _missing = [];
    private readonly List<string> _misshapen = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _linears = [];

    /// <summary>Starts a construction.</summary>
    /// <param name="weights">The checkpoint.</param>
    /// <param name="adapter">What to add to the model.</param>
    /// <param name="dtype">Type of the frozen weights; whatever trains is float32.</param>
    /// <param name="device">Where all of it lives.</param>
    /// <param name="seed">Seeds fresh initialisation.</param>
    public ModelBuild(IWeightSource weights, AdapterDecorator adapter, ScalarType dtype, Device device, long seed)
    {
        _weights = weights;
        Adapter = adapter;
        DType = dtype;
        Device = device;
        Random = new Generator((ulong)seed);
    }

    /// <summary>Whether a head of another size than the checkpoint's is made afresh instead of refused.</summary>
    public bool IgnoreMismatchedSizes { get; init; }

    /// <summary>Whether heads that the checkpoint lacks are made afresh; if not, they count as missing.</summary>
    public bool AllowFresh { get; init; } = true;

    /// <summary>Whether a table with a row for each token gets further rows where the model has more tokens than the
    /// checkpoint; if not, it is of another shape.</summary>
    public bool GrowsVocabulary { get; init; }

    /// <summary>How weights that do not train are kept; null for plain tensors.</summary>
    public FrozenStorage? Storage { get; init; }

    /// <summary>Everything built so far.</summary>
    public ParameterSet Parameters { get; } = new();

    /// <summary>The switch between training and evaluation, shared by the model's modules.</summary>
    public RunMode Mode { get; } = new();

    /// <summary>The scope of the whole model, with the empty path.</summary>
    public ModuleScope Root => new(this, path: "", fresh: null, whole: false);

    internal AdapterDecorator Adapter { get; }

    internal ScalarType DType { get; }

    internal Device Device { get; }

    internal Generator Random { get; }

    /// <summary>Ends the construction.</summary>
    /// <param name="ignorable">Tells which tensors of the checkpoint this model has no use for, such as another
    /// task's head.</param>
    /// <exception cref="WeightsException">Tensors are missing, of another shape, or not of this model.</exception>
    public void Finish(Func<string, bool> ignorable)
    {
        var unexpected = _weights.Names.Where(n => !_used.Contains(n) && !ignorable(n)).ToList();
        Random.Dispose();
        if (_missing.Count + _misshapen.Count + unexpected.Count > 0)
        {
            Parameters.Dispose();
            throw WeightsException.Unusable(_weights.Description, _missing, _misshapen, unexpected);
        }
        Adapter.Built(_linears);
    }

    internal void AddLinear(string path) => _linears.Add(path);

    /// <summary>Makes a parameter of the base architecture: read from the checkpoint or, where the scope allows it and
    /// the checkpoint has none, freshly initialised.</summary>
    /// <param name="scope">The module.</param>
    /// <param name="name">The parameter's name in it.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="fresh">How to initialise it where that is allowed; null where it must be there.</param>
    /// <param name="role">What it is for.</param>
    /// <param name="storedAs">The checkpoint's name of it, where that is another.</param>
    internal Parameter Base(
        ModuleScope scope, string name, long[] shape, Initializer? fresh, WeightRole role, string? storedAs = null)
    {
        var path = scope.PathOf(name);
        var source = storedAs ?? path;
        var inNorm = role == WeightRole.Norm;
        var perToken = role is WeightRole.Output or WeightRole.OutputBias or WeightRole.TokenTable;
        var weights = perToken && GrowsVocabulary ? GrownTable.Of(_weights, source, shape, Random) : _weights;
        var stored = weights.ShapeOf(source);
        _used.Add(source);
        var fits = stored is not null && stored.AsSpan().SequenceEqual(shape);
        var isFresh = !fits && fresh is not null && AllowFresh && (stored is null || IgnoreMismatchedSizes);
        if (!fits && !isFresh)
        {
            Report(source, stored, shape);
        }
        using var guard = no_grad();
        var chosen = !isFresh && !scope.Whole && Adapter.TrainsTensor(path, inNorm);
        var trains = isFresh || scope.Whole || chosen;
        var weight = new StoredWeight(weights, source, shape, DType, Device) { Module = scope.Path, Role = role };
        if (fits && !trains && StorageOf(weight)?.Keep(weight) is { } kept)
        {
            var frozen = new Parameter(path, kept) { InNorm = inNorm, StoredType = weights.TypeOf(source) };
            Parameters.Add(frozen);
            return frozen;
        }
        Tensor value;
        if (isFresh)
        {
            value = Draw(shape, fresh!);
        }
        else
        {
            value = empty(shape, trains ? float32 : DType, Device);
            if (fits)
            {
                weights.Read(source, value);
            }
        }
        var parameter = new Parameter(path, value, ParameterKind.Base, trains)
        {
            InNorm = inNorm,
            Chosen = chosen,
            FreshModule = isFresh ? scope.FreshRoot : null,
            StoredType = fits ? weights.TypeOf(source) : null,
            SplitFrom = storedAs,
        };
        if (trains && !isFresh && Adapter.KeepsOriginals)
        {
            parameter.KeepOriginal();
        }
        Parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Notes that a module uses another's tensor.</summary>
    internal Parameter Tied(string name, Parameter shared)
    {
        Parameters.Tie(name, shared);
        return shared;
    }

    /// <summary>Makes a trainable float32 parameter of an adapter.</summary>
    internal Parameter AdapterParameter(string path, long[] shape, Initializer init)
    {
        using var guard = no_grad();
        var parameter = new Parameter(path, Draw(shape, init), ParameterKind.Adapter, trainable: true);
        Parameters.Add(parameter);
        return parameter;
    }

    private FrozenStorage? StorageOf(StoredWeight weight) =>
        (weight.Role == WeightRole.Linear ? Adapter.StorageOf(weight.Module) : null) ?? Storage;

    private Tensor Draw(long[] shape, Initializer init)
    {
        var value = empty(shape, float32);
        init.Fill(value, Random);
        return value.to(Device);
    }

    private void Report(string path, long[]? stored, long[] shape)
    {
        if (stored is null)
        {
            _missing.Add($"{path} [{string.Join(", ", shape)}]");
        }
        else
        {
            _misshapen.Add($"{path}: the checkpoint has [{string.Join(", ", stored)}], "
                + $"the model wants [{string.Join(", ", shape)}]");
        }
    }
}
