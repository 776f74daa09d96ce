namespace FineTune.Nn;

/// <summary>All parameters of a model with its adapters, in the order of construction.</summary>
public sealed class ParameterSet : IDisposable
{
    private readonly List<Parameter> _all = [];
    private readonly Dictionary<string, Parameter> _tied = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);

    private readonly List<ModelBuffer> _buffers = [];

    /// <summary>Tensors that an adapter computes with and training never changes, in the order of construction.</summary>
    public IReadOnlyList<ModelBuffer> Buffers => _buffers;

    /// <summary>Every parameter, base and adapter.</summary>
    public IReadOnlyList<Parameter> All => _all;

    /// <summary>The parameters that training changes.</summary>
    public IEnumerable<Parameter> Trainable => _all.Where(p => p.Trainable);

    /// <summary>The tensors of the base architecture.</summary>
    public IEnumerable<Parameter> Base => _all.Where(p => p.Kind == ParameterKind.Base);

    /// <summary>Modules that the checkpoint lacked and that were freshly initialised.</summary>
    public IReadOnlyList<string> FreshModules => [.. Base.Select(p => p.FreshModule).OfType<string>().Distinct()];

    /// <summary>Number of elements that training changes.</summary>
    public long TrainableCount => Trainable.Sum(p => p.Count);

    /// <summary>Number of elements of the model and its adapters.</summary>
    public long TotalCount => _all.Sum(p => p.Count);

    /// <summary>Names under which modules use another module's tensor, with that tensor: tied ones, which a checkpoint
    /// stores once.</summary>
    public IReadOnlyDictionary<string, Parameter> Tied => _tied;

    /// <summary>Adds a parameter.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(Parameter parameter)
    {
        if (!_byName.TryAdd(parameter.Name, parameter))
        {
            throw new ArgumentException($"parameter '{parameter.Name}' is built twice", nameof(parameter));
        }
        _all.Add(parameter);
    }

    /// <summary>Notes that a module uses a tensor that has another module's name.</summary>
    internal void Tie(string name, Parameter parameter) => _tied.Add(name, parameter);

    /// <summary>Adds a tensor that never trains.</summary>
    public void Add(ModelBuffer buffer) => _buffers.Add(buffer);

    /// <summary>Finds a parameter by its full path.</summary>
    public Parameter? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Sum of the bytes of all values.</summary>
    public long Bytes => _all.Sum(p => p.Bytes);

    /// <summary>Runs the block with every whole-module copy set back to its original, and restores it afterwards.</summary>
    public IDisposable WithOriginals() =>
        new ValuesInPlace([.. _all.Where(p => p.Original is not null).Select(p => (p, p.Original!))], owned: false);

    /// <summary>Runs the block with other values in the place of some parameters' own, and restores those to the bit
    /// afterwards.</summary>
    /// <param name="values">The parameters and what to use instead.</param>
    /// <param name="owned">Whether those tensors are disposed of at the end.</param>
    public static IDisposable With(
        IEnumerable<(Parameter Parameter, TorchSharp.torch.Tensor Value)> values, bool owned = true) =>
        new ValuesInPlace([.. values], owned);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var parameter in _all)
        {
            parameter.Dispose();
        }
        foreach (var buffer in _buffers)
        {
            buffer.Value.Dispose();
        }
    }

    private sealed class ValuesInPlace : IDisposable
    {
        private readonly (Parameter Parameter, TorchSharp.torch.Tensor? Own)[] _swapped;
        private readonly bool _owned;

        public ValuesInPlace((Parameter Parameter, TorchSharp.torch.Tensor Value)[] values, bool owned)
        {
            _owned = owned;
            _swapped = Array.ConvertAll(
                values, v => (v.Parameter, v.Parameter.Swap(owned ? v.Value.DetachFromDisposeScope() : v.Value)));
        }

        public void Dispose()
        {
            foreach (var (parameter, own) in _swapped)
            {
                var used = parameter.Swap(own);
                if (_owned)
                {
                    used!.Dispose();
                }
            }
        }
    }
}
