using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>An adapter while its model lives: decorates the model at construction, can be switched off, knows what can
/// be merged.</summary>
public abstract class Adapter : AdapterDecorator
{
    private readonly AdapterContext _context;
    private readonly HashSet<string> _saved = new(StringComparer.Ordinal);

    /// <summary>Sets an adapter up; it is attached when a model is built with it.</summary>
    /// <param name="config">The method's settings.</param>
    /// <param name="context">The model it is for.</param>
    protected Adapter(PeftConfig config, AdapterContext context)
    {
        Config = config;
        _context = context;
    }

    /// <summary>The method's settings.</summary>
    public PeftConfig Config { get; }

    /// <summary>PEFT's name of the task.</summary>
    public string TaskType => _context.TaskType;

    /// <summary>The layers that can be folded into the base weights.</summary>
    public abstract IReadOnlyList<IMergeable> Mergeables { get; }

    /// <summary>Base tensors that an adapter folder holds beside what was trained.</summary>
    public virtual IReadOnlyList<Parameter> StoredBase => [];

    /// <summary>The names to write as <c>modules_to_save</c>: the config's and the task's.</summary>
    public IReadOnlyList<string> ModulesToSave =>
        [.. _context.HeadModules.Concat(Config.ModulesToSave ?? []).Distinct()];

    /// <summary>The modules that an adapter folder holds whole: the wanted ones and those that the checkpoint
    /// lacked, which exist nowhere else.</summary>
    public IReadOnlyList<string> SavedModules(ParameterSet parameters)
    {
        var fresh = parameters.FreshModules
            .Where(module => !ModulesToSave.Any(n => module.EndsWith(n, StringComparison.Ordinal)))
            .Select(module => module[(module.LastIndexOf('.') + 1)..]);
        return [.. ModulesToSave.Concat(fresh).Distinct()];
    }

    /// <summary>Leaves the base model alone until the returned object is disposed: adapters off, modules that were
    /// trained whole back at their first values.</summary>
    /// <param name="parameters">The model's parameters.</param>
    public IDisposable Disabled(ParameterSet parameters) => new OffUntilDisposed(this, parameters.WithOriginals());

    /// <summary>Folds the adapter into the base weights in memory, with float32 arithmetic and one rounding, until the
    /// returned object is disposed: then the base weights are what they were, to the bit. Meanwhile the model computes as
    /// fast as without an adapter.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <exception cref="PeftException">The method cannot be folded in, or a weight is used by two layers of which only one
    /// is adapted.</exception>
    public IDisposable Merged(ParameterSet parameters)
    {
        if (!PeftRegistry.For(Config).CanMerge)
        {
            throw PeftException.CannotMerge(Config.PeftType);
        }
        var mergers = MergePlan.MergersOf(this);
        var parted = MergePlan.Parted(mergers, parameters).SelectMany(tied => new[] { tied.Key, tied.Value.Name }).ToList();
        if (parted.Count > 0)
        {
            throw PeftException.NotInMemory([.. parted.Where(mergers.Contains)]);
        }
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var merged = mergers
            .Where(m => !parameters.Tied.ContainsKey(m.Key))
            .Select(m => (Parameter: parameters.Find(m.Key)!, Mergers: m))
            .Select(m => (m.Parameter, m.Mergers
                .Aggregate(m.Parameter.Value.to(float32), (value, merger) => merger.Merge(m.Parameter.Name, value))
                .to(m.Parameter.DType)))
            .ToList();
        return new OffUntilDisposed(this, ParameterSet.With(merged));
    }

    /// <inheritdoc/>
    /// <exception cref="PeftException">The run adds tokens, and nothing trains their vectors.</exception>
    public override IEmbedding OnEmbedding(Embedding inner, ModuleScope scope) =>
        inner.IsInput ? UnlessTokensAreAdded(inner, inner.Path) : inner;

    /// <inheritdoc/>
    /// <exception cref="PeftException">The run adds tokens, and nothing trains their vectors.</exception>
    public override ILinear OnLinear(Linear inner, ModuleScope scope) =>
        inner.IsOutput ? UnlessTokensAreAdded(inner, inner.Path) : inner;

    /// <inheritdoc/>
    public override bool TrainsWhole(string modulePath)
    {
        // PEFT matches the bare end of the path, so that "classifier" also takes DistilBERT's "pre_classifier".
        var name = ModulesToSave.FirstOrDefault(n => modulePath.EndsWith(n, StringComparison.Ordinal));
        if (name is not null)
        {
            _saved.Add(name);
        }
        return name is not null;
    }

    /// <inheritdoc/>
    public override void Built(IReadOnlyList<string> linears)
    {
        var unmatched = (Config.ModulesToSave ?? []).Where(n => !_saved.Contains(n)).Except(_context.HeadModules).ToList();
        if (unmatched.Count > 0)
        {
            throw PeftException.UnmatchedModulesToSave(unmatched);
        }
    }

    /// <summary>Told when training is over: what is saved from then on need not be trained further.</summary>
    public virtual void Finish()
    {
    }

    /// <summary>What an adapter folder holds of a model.</summary>
    internal virtual IEnumerable<StoredTensor> Stored(ParameterSet parameters) => StoredTensor
        .Trained(parameters, PeftRegistry.For(Config).KeyOf)
        .Concat(StoredBase.Select(p => StoredTensor.OfBase(p, needed: true)))
        .Concat(StoredTensor.Buffers(parameters));

    /// <summary>Switches the adapter's layers on or off.</summary>
    protected abstract void SetEnabled(bool enabled);

    private T UnlessTokensAreAdded<T>(T module, string path) =>
        _context.AddedTokens.Count == 0 ? module : throw PeftException.AddedTokensStay(Config.PeftType, path);

    private sealed class OffUntilDisposed : IDisposable
    {
        private readonly Adapter _adapter;
        private readonly IDisposable _values;

        public OffUntilDisposed(Adapter adapter, IDisposable values)
        {
            _adapter = adapter;
            _values = values;
            _adapter.SetEnabled(false);
        }

        public void Dispose()
        {
            _adapter.SetEnabled(true);
            _values.Dispose();
        }
    }
}
