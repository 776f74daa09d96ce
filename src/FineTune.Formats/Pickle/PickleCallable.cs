namespace FineTune.Formats;

/// <summary>The few functions that a state dict may ask for. Anything else is refused by name.</summary>
internal enum PickleCallable
{
    /// <summary><c>collections.OrderedDict</c>.</summary>
    OrderedDict,

    /// <summary><c>torch._utils._rebuild_tensor(storage, offset, size, stride)</c>, and <c>_v2</c> with more.</summary>
    RebuildTensor,

    /// <summary><c>torch._utils._rebuild_parameter(data, requires_grad, hooks)</c>.</summary>
    RebuildParameter,

    /// <summary><c>torch.Size(sizes)</c>.</summary>
    Size,
}
