using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>One tensor of an adapter's file, and where it lives in the model.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Needed">Whether a file without it is refused.</param>
internal sealed record StoredTensor(string Key, bool Needed)
{
    private const string KeyPrefix = "base_model.model.";

    // One of the two.
    private Parameter? Parameter { get; init; }

    private Tensor? Buffer { get; init; }

    /// <summary>The shape of what the model holds, without what follows it in the file.</summary>
    public IReadOnlyList<long> Shape => Parameter?.Shape ?? Buffer!.shape;

    /// <summary>What the file is to hold, or holds.</summary>
    public Tensor Whole => Parameter?.Tail is { } tail ? cat([Value, tail], Parameter.TailDimension) : Value;

    private Tensor Value => Parameter?.Value ?? Buffer!;

    /// <summary>All that an adapter file of a model may hold.</summary>
    public static IEnumerable<StoredTensor> All(ParameterSet parameters) => parameters.Trainable.Select(Trained)
        .Concat(parameters.Base.Where(p => !p.Trainable).Select(p => OfBase(p, needed: false)))
        .Concat(Buffers(parameters));

    /// <summary>The tensors that never train and that a file holds.</summary>
    public static IEnumerable<StoredTensor> Buffers(ParameterSet parameters) => parameters.Buffers
        .Where(b => b.StoredAs is not null)
        .Select(b => new StoredTensor(b.StoredAs!, Needed: true) { Buffer = b.Value });

    /// <summary>A parameter that training changes.</summary>
    public static StoredTensor Trained(Parameter parameter) =>
        new(KeyPrefix + parameter.StoredName, Needed: true) { Parameter = parameter };

    /// <summary>What a file holds of a parameter in place of all of it.</summary>
    public static StoredTensor PartOf(Parameter parameter, Tensor part) =>
        Trained(parameter) with { Parameter = null, Buffer = part };

    /// <summary>A tensor of the base model that PEFT stores beside its adapter.</summary>
    public static StoredTensor OfBase(Parameter parameter, bool needed) =>
        new(KeyPrefix + BaseLayerName(parameter.Name), needed) { Parameter = parameter };

    /// <summary>PEFT's name for a tensor of a layer that it has wrapped.</summary>
    public static string BaseLayerName(string name)
    {
        var dot = name.LastIndexOf('.');
        return $"{name[..dot]}.base_layer{name[dot..]}";
    }

    /// <summary>Whether a name is one under which PEFT stores a bias of a module trained whole a second time, when all
    /// biases train.</summary>
    public static bool IsRepeated(string key) =>
        key.Contains(".original_module.", StringComparison.Ordinal)
        || key.Contains(".modules_to_save.", StringComparison.Ordinal);

    /// <summary>Whether a tensor of the file fits. One without the tail does too: what the tail begins with is then kept,
    /// as PEFT does when it computes a beginning anew.</summary>
    public bool Fits(IReadOnlyList<long> shape) =>
        shape.SequenceEqual(Shape) || (Parameter?.Tail is not null && shape.SequenceEqual(Whole.shape));

    /// <summary>Takes the file's tensor over.</summary>
    /// <param name="shape">Its shape, which fits.</param>
    /// <param name="read">Fills a tensor of that shape.</param>
    public void Fill(IReadOnlyList<long> shape, Action<Tensor> read)
    {
        Parameter?.Thaw();
        if (Parameter?.Tail is not { } tail || shape.SequenceEqual(Shape))
        {
            read(Value);
            return;
        }
        using var scope = NewDisposeScope();
        var (whole, dimension) = (Whole, Parameter.TailDimension);
        read(whole);
        var size = Shape[dimension];
        Value.copy_(whole.narrow(dimension, 0, size));
        tail.copy_(whole.narrow(dimension, size, tail.shape[dimension]));
    }
}
