namespace FineTune.Formats;

/// <summary>What a pickle may name: the functions that rebuild tensors, and storage classes.</summary>
internal static class PickleGlobals
{
    /// <summary>The meaning of <paramref name="module"/>.<paramref name="name"/>; null for all that is refused.</summary>
    public static object? Find(string module, string name) => (module, name) switch
    {
        ("collections", "OrderedDict") => PickleCallable.OrderedDict,
        ("torch._utils", "_rebuild_tensor" or "_rebuild_tensor_v2") => PickleCallable.RebuildTensor,
        ("torch._utils", "_rebuild_parameter" or "_rebuild_parameter_with_state") => PickleCallable.RebuildParameter,
        ("torch", "Size") => PickleCallable.Size,
        ("torch" or "torch.storage", _) => PickleStorageType.Find(name),
        _ => null,
    };

    /// <summary>Calls a function; null where the arguments are not what it takes.</summary>
    public static object? Call(PickleCallable callable, PickleTuple arguments) => (callable, arguments.Items) switch
    {
        (PickleCallable.OrderedDict, []) => new PickleDict(),
        (PickleCallable.OrderedDict, [List<object?> pairs]) => FromPairs(pairs),
        (PickleCallable.Size, [PickleTuple sizes]) => sizes,
        (PickleCallable.RebuildParameter, [PickleTensor tensor, ..]) => tensor,
        (PickleCallable.RebuildTensor, [PickleStorage storage, long start, PickleTuple shape, PickleTuple strides, ..])
            when shape.AsIntegers() is { } sizes && strides.AsIntegers() is { } steps =>
            new PickleTensor(storage, start, sizes, steps),
        _ => null,
    };

    /// <summary>Files of Python 2 give the entries as lists of two.</summary>
    private static PickleDict? FromPairs(List<object?> pairs)
    {
        var dict = new PickleDict();
        foreach (var pair in pairs)
        {
            switch (pair)
            {
                case PickleTuple { Items: [{ } key, var value] }:
                    dict.Set(key, value);
                    break;
                case List<object?> { Count: 2 } list when list[0] is { } key:
                    dict.Set(key, list[1]);
                    break;
                default:
                    return null;
            }
        }

        return dict;
    }
}
