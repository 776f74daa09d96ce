using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>Several saved adapters on one base model, of which one at a time, or none, is in use: methods, ranks, targets and
/// heads may differ. Switching moves no numbers. Build the model with the set, then <see cref="LoadInto"/> it, then
/// <see cref="Use"/> one.</summary>
public sealed class AdapterSet : AdapterDecorator, IDisposable
{
    private readonly AdapterSetMember[] _members;
    private readonly ActiveAdapter _active = new();
    private ParameterSet? _model;
    private IDisposable? _heads;
    private bool _disposed;

    /// <summary>Sets adapters up to be attached.</summary>
    /// <param name="folders">Their folders by the names to use them by.</param>
    /// <param name="context">The model that they are for.</param>
    /// <exception cref="PeftException">Some are of methods that do more than wrap layers, or train biases of the base
    /// model.</exception>
    public AdapterSet(IReadOnlyDictionary<string, AdapterFolder> folders, AdapterContext context)
    {
        var problems = folders.SelectMany(f => AdapterSetMember.Problems(f.Key, f.Value)).ToList();
        if (problems.Count > 0)
        {
            throw PeftException.NotBesideOthers(problems);
        }
        _members = [.. folders.Select(f => new AdapterSetMember(f.Key, f.Value, context))];
    }

    /// <summary>The adapters' names.</summary>
    public IReadOnlyList<string> Names => [.. _members.Select(member => member.Name)];

    /// <summary>The name of the adapter in use; null for none, which leaves the base model.</summary>
    public string? Active => _active.Index is { } index ? _members[index].Name : null;

    /// <summary>Reads the adapters' tensors. None is in use then.</summary>
    /// <param name="model">The parameters of the model that was built with this set.</param>
    /// <exception cref="PeftException">Tensors of an adapter are missing, surplus or of another shape.</exception>
    public void LoadInto(ParameterSet model)
    {
        _model = model;
        foreach (var member in _members)
        {
            member.Load(model);
        }
        Use(null);
    }

    /// <summary>Puts an adapter to use, with its own modules in the place of those that it was trained with, such as a
    /// classifier's head.</summary>
    /// <param name="name">Its name; null for none.</param>
    /// <exception cref="PeftException">There is no such adapter.</exception>
    public void Use(string? name)
    {
        var index = name is null ? -1 : Array.FindIndex(_members, member => member.Name == name);
        if (name is not null && index < 0)
        {
            throw PeftException.UnknownAdapter(name, Names);
        }
        _heads?.Dispose();
        _heads = index < 0 ? null : _members[index].Heads(_model!);
        _active.Index = index < 0 ? null : index;
    }

    /// <inheritdoc/>
    public override ILinear OnLinear(Linear inner, ModuleScope scope)
    {
        ILinear[] layers = [.. _members.Select(m => m.Holds(inner.Path)
            ? inner
            : m.Adapter.OnLinear(inner, scope.WithAdapterParameters(m.Parameters)))];
        return layers.All(layer => layer == inner) ? inner : new ChosenLinear(inner, layers, _active);
    }

    /// <inheritdoc/>
    public override IEmbedding OnEmbedding(Embedding inner, ModuleScope scope)
    {
        IEmbedding[] tables = [.. _members.Select(m => m.Holds(inner.Path)
            ? inner
            : m.Adapter.OnEmbedding(inner, scope.WithAdapterParameters(m.Parameters)))];
        return tables.All(table => table == inner) ? inner : new ChosenEmbedding(inner, tables, _active);
    }

    /// <inheritdoc/>
    /// <remarks>Nothing does: what adapters hold whole takes the place of the base model's when it is used.</remarks>
    public override bool TrainsWhole(string modulePath)
    {
        foreach (var member in _members)
        {
            // It notes what it has seen of its own.
            member.Adapter.TrainsWhole(modulePath);
        }
        return false;
    }

    /// <inheritdoc/>
    public override bool TrainsTensor(string path, bool inNorm)
    {
        foreach (var member in _members)
        {
            member.Adapter.TrainsTensor(path, inNorm);
        }
        return false;
    }

    /// <inheritdoc/>
    public override void Built(IReadOnlyList<string> linears)
    {
        foreach (var member in _members)
        {
            member.Adapter.Built(linears);
        }
    }

    /// <summary>Disposes of the adapters' tensors and leaves the model without any. To be done before the model is disposed
    /// of.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        _heads?.Dispose();
        _active.Index = null;
        foreach (var member in _members)
        {
            member.Parameters.Dispose();
        }
    }
}
