using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>One named tensor of a model or an adapter. Modules hold the parameter and read <see cref="Value"/> at every
/// use, so that its storage can be moved (into the flat buffer of trainables) after construction.</summary>
public sealed class Parameter : IDisposable
{
    private Tensor _value;

    /// <summary>Takes ownership of a tensor.</summary>
    /// <param name="name">Full path, spelled as in the checkpoint.</param>
    /// <param name="value">The tensor; it is taken out of its dispose scope.</param>
    /// <param name="kind">What the parameter belongs to.</param>
    /// <param name="trainable">Whether training changes it.</param>
    public Parameter(string name, Tensor value, ParameterKind kind, bool trainable)
    {
        Name = name;
        StoredName = name;
        Kind = kind;
        Trainable = trainable;
        _value = value.DetachFromDisposeScope();
        _value.requires_grad = trainable;
    }

    /// <summary>Full path, spelled as in the checkpoint.</summary>
    public string Name { get; }

    /// <summary>The name in an adapter's file, where an adapter calls a tensor of the base model another; otherwise
    /// <see cref="Name"/>.</summary>
    public string StoredName { get; set; }

    /// <summary>Whether it came with the base model or with an adapter.</summary>
    public ParameterKind Kind { get; }

    /// <summary>Whether training changes this parameter.</summary>
    public bool Trainable { get; }

    /// <summary>True for scale and shift of a normalisation layer, which weight decay leaves alone.</summary>
    public bool InNorm { get; init; }

    /// <summary>True for a parameter of the base model that an adapter trains by itself, not with a module that is
    /// trained whole.</summary>
    public bool Chosen { get; init; }

    /// <summary>The module that holds this parameter, if it was freshly initialised because the checkpoint has none;
    /// null for one that was read.</summary>
    public string? FreshModule { get; init; }

    /// <summary>The value before training, kept where an adapter replaces a base tensor as a whole; otherwise null.</summary>
    public Tensor? Original { get; private set; }

    /// <summary>The tensor in use.</summary>
    public Tensor Value => _value;

    /// <summary>What an adapter's file holds behind the value and training leaves alone; null for nothing.</summary>
    public Tensor? Tail { get; private set; }

    /// <summary>The dimension along which <see cref="Tail"/> follows the value.</summary>
    public int TailDimension { get; private set; }

    /// <summary>Number of elements.</summary>
    public long Count => _value.numel();

    /// <summary>The tensor in use as another type, such as a bias that trains in float32 beside a frozen weight.</summary>
    internal Tensor ValueIn(ScalarType dtype) => _value.dtype == dtype ? _value : _value.to(dtype);

    /// <summary>Moves the parameter onto other storage of the same shape, typically a view of a flat buffer.</summary>
    public void Rebind(Tensor value)
    {
        var old = _value;
        _value = value.DetachFromDisposeScope();
        _value.requires_grad = Trainable;
        old.Dispose();
    }

    /// <summary>Gives the parameter a <see cref="Tail"/>.</summary>
    /// <param name="tail">It is taken out of its dispose scope.</param>
    /// <param name="dimension">The dimension along which it follows the value.</param>
    public void SetTail(Tensor tail, int dimension)
    {
        Tail?.Dispose();
        (Tail, TailDimension) = (tail.DetachFromDisposeScope(), dimension);
    }

    /// <summary>Keeps a copy of the present value as <see cref="Original"/>.</summary>
    public void KeepOriginal()
    {
        using var scope = no_grad();
        Original ??= _value.detach().clone().DetachFromDisposeScope();
    }

    /// <summary>Uses <see cref="Original"/> in place of the trained value, or goes back to the trained value.</summary>
    /// <param name="trained">The tensor to use from now on; the caller keeps ownership of the other one.</param>
    internal void Swap(Tensor trained) => _value = trained;

    /// <inheritdoc/>
    public void Dispose()
    {
        _value.grad?.Dispose();
        _value.Dispose();
        Original?.Dispose();
        Tail?.Dispose();
    }
}
