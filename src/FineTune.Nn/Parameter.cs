using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>One named tensor of a model or an adapter. Modules hold the parameter and read <see cref="Value"/> at every
/// use, so that its storage can be moved (into the flat buffer of trainables) after construction.</summary>
public sealed class Parameter : IDisposable
{
    private readonly IFrozenWeight? _frozen;
    private Tensor? _value;

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
        Shape = value.shape;
        DType = value.dtype;
    }

    /// <summary>Takes ownership of a weight of the base model that never trains and is no plain tensor.</summary>
    /// <param name="name">Full path, spelled as in the checkpoint.</param>
    /// <param name="frozen">The weight.</param>
    public Parameter(string name, IFrozenWeight frozen)
    {
        Name = name;
        Kind = ParameterKind.Base;
        _frozen = frozen;
        StoredName = name;
        Shape = frozen.Shape;
        DType = frozen.DType;
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

    /// <summary>The weight where it is not kept as the tensor that is computed with; null for a plain tensor, and while a
    /// plain one is used in its place.</summary>
    public IFrozenWeight? Frozen => _value is null ? _frozen : null;

    /// <summary>The type that the checkpoint stores it in; null for what is not read from one.</summary>
    public ScalarType? StoredType { get; init; }

    /// <summary>For a copy of a tensor that the checkpoint has two modules share: the shared one's name. Null for all
    /// others.</summary>
    public string? SplitFrom { get; init; }

    /// <summary>The tensor in use. Where the weight is <see cref="Frozen"/>, it is made anew at every call, in full: its
    /// users ask for <see cref="Rows(long, long)"/> instead where they can.</summary>
    public Tensor Value => _value ?? _frozen!.Rows(0, Shape[0]);

    /// <summary>The shape of <see cref="Value"/>.</summary>
    public long[] Shape { get; }

    /// <summary>The type of <see cref="Value"/>.</summary>
    public ScalarType DType { get; }

    /// <summary>What an adapter's file holds behind the value and training leaves alone; null for nothing.</summary>
    public Tensor? Tail { get; private set; }

    /// <summary>The dimension along which <see cref="Tail"/> follows the value.</summary>
    public int TailDimension { get; private set; }

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Bytes of memory that the value takes.</summary>
    public long Bytes => _value is null ? _frozen!.Bytes : Count * _value.element_size();

    /// <summary>Some rows of the value that follow each other.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns><c>[count, ...]</c>: a view, or made anew where the weight is <see cref="Frozen"/>.</returns>
    public Tensor Rows(long first, long count) => _value?.narrow(0, first, count) ?? _frozen!.Rows(first, count);

    /// <summary>Rows of the value by id.</summary>
    /// <param name="ids"><c>[tokens]</c>, int64, each in [0, rows).</param>
    /// <returns><c>[tokens, ...]</c>.</returns>
    public Tensor Rows(Tensor ids) => _value?.index_select(0, ids) ?? _frozen!.Rows(ids);

    /// <summary>The tensor in use as another type, such as a bias that trains in float32 beside a frozen weight.</summary>
    internal Tensor ValueIn(ScalarType dtype) => DType == dtype ? Value : Value.to(dtype);

    /// <summary>Moves the parameter onto other storage of the same shape, typically a view of a flat buffer.</summary>
    public void Rebind(Tensor value)
    {
        var old = _value;
        _value = value.DetachFromDisposeScope();
        _value.requires_grad = Trainable;
        old?.Dispose();
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
        Original ??= Value.detach().clone().DetachFromDisposeScope();
    }

    /// <summary>Uses another tensor, such as <see cref="Original"/>, in place of the present one.</summary>
    /// <param name="value">The tensor to use from now on; null for what is <see cref="Frozen"/>.</param>
    /// <returns>What was used; the caller owns it now. Null where that was not a plain tensor.</returns>
    internal Tensor? Swap(Tensor? value)
    {
        var used = _value;
        _value = value;
        return used;
    }

    /// <summary>Makes a plain tensor of what is <see cref="Frozen"/>, so that it can be written to.</summary>
    public void Thaw() => _value ??= Value.DetachFromDisposeScope();

    /// <inheritdoc/>
    public void Dispose()
    {
        _value?.grad?.Dispose();
        _value?.Dispose();
        Original?.Dispose();
        _frozen?.Dispose();
        Tail?.Dispose();
    }
}
