using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>One tensor of an adapter's file, and where it lives in the model.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Needed">Whether a file without it is refused.</param>
internal sealed record StoredTensor(string Key, bool Needed)
{
    /// <summary>What PEFT puts before the names of a model's parameters.</summary>
    public const string KeyPrefix = "base_model.model.";

    private const string BaseLayer = "base_layer";

    // One of the two.
    private Parameter? Parameter { get; init; }

    private Tensor? Buffer { get; init; }

    /// <summary>The shape of what the model holds, without what follows it in the file.</summary>
    public IReadOnlyList<long> Shape => Parameter?.Shape ?? Buffer!.shape;

    /// <summary>What the file is to hold, or holds.</summary>
    public Tensor Whole => Parameter?.Tail is { } tail ? cat([Value, tail], Parameter.TailDimension) : Value;

    private Tensor Value => Parameter?.Value ?? Buffer!;

    /// <summary>All that an adapter file of a model may hold.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="keyOf">The method's names of them.</param>
    public static IEnumerable<StoredTensor> All(ParameterSet parameters, Func<Parameter, string?> keyOf) =>
        Trained(parameters, keyOf)
        .Concat(parameters.Base.Where(p => !p.Trainable).Select(p => OfBase(p, needed: false)))
        .Concat(parameters.All.Select(p => TokenVectors.TableOf(p, parameters)).OfType<Parameter>().Select(OfTokenTable))
        .Concat(Buffers(parameters));

    /// <summary>The tensors that never train and that a file holds.</summary>
    public static IEnumerable<StoredTensor> Buffers(ParameterSet parameters) => parameters.Buffers
        .Where(b => b.StoredAs is not null)
        .Select(b => new StoredTensor(b.StoredAs!, Needed: true) { Buffer = b.Value });

    /// <summary>The parameters that training changes and that a file holds.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="keyOf">The method's names of them; null for one that the file does not hold.</param>
    public static IEnumerable<StoredTensor> Trained(ParameterSet parameters, Func<Parameter, string?> keyOf) =>
        parameters.Trainable.Where(p => keyOf(p) is not null).Select(p => Of(p, keyOf(p)!));

    /// <summary>A parameter that training changes, under PEFT's usual name.</summary>
    public static StoredTensor Trained(Parameter parameter) => Of(parameter, KeyPrefix + parameter.StoredName);

    /// <summary>A parameter that only further training needs.</summary>
    public static StoredTensor Maker(Parameter parameter) => Of(parameter, parameter.Name);

    /// <summary>A tensor that no parameter holds.</summary>
    public static StoredTensor Made(string key, Tensor value) => new(key, Needed: true) { Buffer = value };

    /// <summary>Sets parameters to a file's tensors.</summary>
    /// <param name="file">The safetensors file.</param>
    /// <param name="tensors">What it may hold.</param>
    /// <param name="ignored">Whether a tensor may be there and is not read; null for none.</param>
    /// <exception cref="PeftException">Tensors are missing, surplus or of another shape; all are listed.</exception>
    public static void Read(string file, IEnumerable<StoredTensor> tensors, Predicate<string>? ignored = null)
    {
        using var stored = SafetensorsFile.Open(file);
        var slots = tensors.ToDictionary(t => t.Key, StringComparer.Ordinal);
        var missing = slots.Values.Where(s => s.Needed && !stored.TryGet(s.Key, out _)).Select(s => s.Key).ToList();
        var unexpected = stored.Tensors.Select(t => t.Name)
            .Where(n => !slots.ContainsKey(n) && ignored?.Invoke(n) != true).ToList();
        var misshapen = stored.Tensors
            .Where(t => slots.TryGetValue(t.Name, out var slot) && !slot.Fits(t.Shape))
            .Select(t => $"{t.Name}: the file has {t.ShapeText}, "
                + $"the model wants [{string.Join(", ", slots[t.Name].Shape)}]")
            .ToList();
        if (missing.Count + unexpected.Count + misshapen.Count > 0)
        {
            throw PeftException.TensorsDoNotFit(file, missing, misshapen, unexpected);
        }
        foreach (var info in stored.Tensors.Where(t => slots.ContainsKey(t.Name)))
        {
            slots[info.Name].Fill(info.Shape, whole => TensorBytes.Fill(
                whole,
                TensorBytes.TypeOf(info.DType.ToString()),
                (start, into) => stored.Read(info, start, into)));
        }
    }

    private static StoredTensor Of(Parameter parameter, string key) => new(key, Needed: true) { Parameter = parameter };

    /// <summary>What a file holds of a parameter in place of all of it.</summary>
    public static StoredTensor PartOf(Parameter parameter, Tensor part) =>
        Trained(parameter) with { Parameter = null, Buffer = part };

    /// <summary>A tensor of the base model that PEFT stores beside its adapter.</summary>
    public static StoredTensor OfBase(Parameter parameter, bool needed) =>
        new(KeyPrefix + BaseLayerName(parameter.Name), needed) { Parameter = parameter };

    /// <summary>The last part of the path of the module that a weight of a file belongs to; null for no weight.</summary>
    public static string? ModuleOf(string key)
    {
        var parts = key.Split('.').Where(part => part is not (BaseLayer or TokenVectors.Module)).ToArray();
        return parts is [.., var module, "weight"] ? module : null;
    }

    /// <summary>PEFT's name for a tensor of a layer that it has wrapped.</summary>
    public static string BaseLayerName(string name)
    {
        var dot = name.LastIndexOf('.');
        return $"{name[..dot]}.{BaseLayer}{name[dot..]}";
    }

    // PEFT stores the table, too, where the model has more tokens than its base.
    private static StoredTensor OfTokenTable(Parameter table) => OfBase(table, needed: false) with
    {
        Key = KeyPrefix + TokenVectors.NamesIn(table.Name[..table.Name.LastIndexOf('.')]).Last(),
    };

    /// <summary>Whether a name is one under which PEFT stores what it stores elsewhere too: a bias of a module trained
    /// whole, when all biases train, or a table that two layers share.</summary>
    public static bool IsRepeated(string key, ParameterSet parameters) =>
        key.Contains(".original_module.", StringComparison.Ordinal)
        || key.Contains(".modules_to_save.", StringComparison.Ordinal)
        || parameters.Tied.Keys.Any(name => key == KeyPrefix + BaseLayerName(name)
            || TokenVectors.NamesIn(name[..name.LastIndexOf('.')]).Any(own => key == KeyPrefix + own));

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
