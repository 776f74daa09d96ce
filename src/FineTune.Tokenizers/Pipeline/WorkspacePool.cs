using System.Collections.Concurrent;

namespace FineTune.Tokenizers.Pipeline;

/// <summary>Workspaces for as many threads as encode at the same time.</summary>
internal sealed class WorkspacePool
{
    private readonly ConcurrentQueue<Workspace> _idle = new();
    private Workspace? _first;

    /// <summary>Takes a workspace that nobody else has.</summary>
    public Workspace Rent()
    {
        var first = _first;
        if (first is not null && Interlocked.CompareExchange(ref _first, null, first) == first)
            return first;
        return _idle.TryDequeue(out var workspace) ? workspace : new Workspace();
    }

    /// <summary>Gives a workspace back.</summary>
    public void Return(Workspace workspace)
    {
        if (_first is not null || Interlocked.CompareExchange(ref _first, workspace, null) is not null)
            _idle.Enqueue(workspace);
    }
}
