using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

/// <summary>Handles of several tensors for one native call; the tensors stay alive until it is disposed.</summary>
internal readonly ref struct TensorList
{
    private readonly IList<Tensor>? _tensors;
    private readonly nint[] _handles;

    internal TensorList(IList<Tensor>? tensors)
    {
        _tensors = tensors;
        _handles = tensors is null ? [] : new nint[tensors.Count];
        for (var i = 0; i < _handles.Length; i++)
        {
            _handles[i] = tensors![i] is { } tensor ? tensor.Handle : 0;
        }
    }

    internal ReadOnlySpan<nint> Handles => _handles;

    internal int Count => _handles.Length;

    public void Dispose() => GC.KeepAlive(_tensors);

    /// <summary>Takes over a native list of <paramref name="count"/> owned handles and frees the list itself.</summary>
    internal static unsafe Tensor[] Take(nint* list, int count)
    {
        if (list == null)
        {
            NativeError.ThrowIfAny();
        }
        var tensors = new Tensor[count];
        for (var i = 0; i < count; i++)
        {
            tensors[i] = list[i] == 0 ? null! : new Tensor(list[i]);
        }
        Native.ft_free_list(list);
        return tensors;
    }
}
