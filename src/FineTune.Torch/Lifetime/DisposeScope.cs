using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

/// <summary>
/// Owns the tensors that are created on its thread while it is the innermost scope, and disposes them when it is
/// disposed. Only tensors can be put into a scope.
/// </summary>
public sealed partial class DisposeScope : IDisposable
{
    // A tensor knows its place here, so that leaving a scope costs no search.
    private readonly List<Tensor> _tensors = [];
    private DisposeScopeManager? _manager;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        _manager = manager;
        OuterScope = outer;
    }

    /// <summary>A copy of the list of what the scope owns, in no particular order.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            ThrowIfDisposed();
            return _tensors.ToArray();
        }
    }

    /// <summary>How many tensors the scope owns.</summary>
    public int DisposablesCount
    {
        get
        {
            ThrowIfDisposed();
            return _tensors.Count;
        }
    }

    internal DisposeScope? OuterScope { get; set; }

    /// <summary>Whether the scope owns <paramref name="disposable"/>.</summary>
    public bool Contains(IDisposable disposable) => disposable is Tensor tensor && tensor.OwningScope == this;

    /// <summary>Forgets a tensor that has been disposed by other means.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        ThrowIfDisposed();
        _ = Remove(disposable);
    }

    /// <summary>Disposes everything the scope owns; the scope stays in use.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Disposes everything the scope owns except <paramref name="inKeep"/>.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        ThrowIfDisposed();
        var kept = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var tensor in _tensors.ToArray())
        {
            if (!kept.Contains(tensor))
            {
                tensor.Dispose();
            }
        }
    }

    /// <summary>Disposes everything the scope owns and makes the outer scope the current one.</summary>
    public void Dispose()
    {
        if (_manager is null)
        {
            return;
        }
        while (_tensors.Count > 0)
        {
            _tensors[^1].Dispose();
        }
        _manager.Close(this);
        _manager = null;
    }

    internal void Add(Tensor tensor)
    {
        tensor.OwningScope = this;
        tensor.ScopeSlot = _tensors.Count;
        _tensors.Add(tensor);
    }

    internal bool Remove(IDisposable disposable)
    {
        if (!Contains(disposable))
        {
            return false;
        }
        var tensor = (Tensor)disposable;
        var last = _tensors[^1];
        _tensors[tensor.ScopeSlot] = last;
        last.ScopeSlot = tensor.ScopeSlot;
        _tensors.RemoveAt(_tensors.Count - 1);
        tensor.OwningScope = null;
        return true;
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_manager is null, this);
}
