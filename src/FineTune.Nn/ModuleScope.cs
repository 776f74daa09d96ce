using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A place in a model under construction: its path, and how to make the layers that live there. A layer that
/// an adapter targets comes back wrapped; the model cannot tell.</summary>
public sealed class ModuleScope
{
    private readonly ModelBuild _build;
    private readonly Initializer? _fresh;

    internal ModuleScope(ModelBuild build, string path, Initializer? fresh, bool whole, string? freshRoot = null)
    {
        _build = build;
        _fresh = fresh;
        Path = path;
        FreshRoot = freshRoot;
        Whole = whole || (path.Length > 0 && build.Adapter.TrainsWhole(path));
    }

    /// <summary>Dotted path, spelled as in the checkpoint; empty for the whole model.</summary>
    public string Path { get; }

    /// <summary>The switch between training and evaluation.</summary>
    public RunMode Mode => _build.Mode;

    /// <summary>Whether the module here is trained and saved as a whole.</summary>
    internal bool Whole { get; }

    /// <summary>The module that may be made afresh and contains this place, if any.</summary>
    internal string? FreshRoot { get; }

    /// <summary>The scope of a child module.</summary>
    public ModuleScope Sub(string name) => new(_build, PathOf(name), _fresh, Whole, FreshRoot);

    /// <summary>The scope of a numbered child module.</summary>
    public ModuleScope Sub(int index) => Sub(index.ToString());

    /// <summary>The scope of one of a model's layers.</summary>
    /// <param name="index">Its number, from 0, which is also its name.</param>
    /// <param name="body">The model's sizes.</param>
    public ModuleScope Layer(int index, BodyShape body)
    {
        _build.Adapter.OnLayer(new LayerPlace(PathOf(index.ToString()), index, body));
        return Sub(index);
    }

    /// <summary>The scope of a head: if the checkpoint lacks it, its weights are drawn from <paramref name="weights"/>,
    /// its biases are zero, and all of it is trained.</summary>
    public ModuleScope Head(string name, Initializer weights) =>
        new(_build, PathOf(name), weights, Whole, freshRoot: PathOf(name));

    /// <summary>A linear layer, wrapped if the adapter targets it.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="inFeatures">Size of the input.</param>
    /// <param name="outFeatures">Size of the output.</param>
    /// <param name="bias">Whether it has a bias.</param>
    public ILinear Linear(string name, long inFeatures, long outFeatures, bool bias = true) =>
        Sub(name).LinearHere(inFeatures, outFeatures, bias);

    /// <summary>A linear layer whose parameters lie directly in this scope, as a one-layer head's do.</summary>
    /// <inheritdoc cref="Linear"/>
    public ILinear LinearHere(long inFeatures, long outFeatures, bool bias = true)
    {
        var weight = _build.Base(this, "weight", [outFeatures, inFeatures], _fresh, WeightRole.Linear);
        return Decorated(new Linear(Path, weight, Bias(outFeatures, bias)));
    }

    /// <summary>A linear layer with a bias whose weight is stored as <c>[in, out]</c>, which transformers calls
    /// Conv1D.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="inFeatures">Size of the input.</param>
    /// <param name="outFeatures">Size of the output.</param>
    public ILinear Conv1D(string name, long inFeatures, long outFeatures)
    {
        var scope = Sub(name);
        var weight = _build.Base(scope, "weight", [inFeatures, outFeatures], _fresh, WeightRole.Linear);
        var bias = scope.Bias(outFeatures, wanted: true);
        return scope.Decorated(new Linear(scope.Path, weight, bias, fanInFanOut: true));
    }

    /// <summary>The layer over the vocabulary, with a table of its own.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="hidden">Size of the input.</param>
    /// <param name="vocab">Number of logits.</param>
    /// <param name="bias">Whether it has a bias.</param>
    public ILinear Output(string name, long hidden, long vocab, bool bias = false)
    {
        var scope = Sub(name);
        var weight = _build.Base(scope, "weight", [vocab, hidden], _fresh, WeightRole.Output);
        return scope.OutputHere(weight, bias);
    }

    /// <summary>The layer over the vocabulary where its table is that of the token vectors: one parameter, whose gradient
    /// is the sum of both uses. Trained as a whole without the token vectors, it gets a copy of its own.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="table">The token vectors.</param>
    /// <param name="bias">Whether it has a bias.</param>
    public ILinear TiedOutput(string name, IEmbedding table, bool bias = false)
    {
        var scope = Sub(name);
        var shape = table.Weight.Shape;
        var weight = scope.Whole && !table.Weight.Trainable
            ? _build.Base(scope, "weight", shape, fresh: null, WeightRole.Output, storedAs: table.Weight.Name)
            : _build.Tied(scope.PathOf("weight"), table.Weight);
        return scope.OutputHere(weight, bias);
    }

    /// <summary>A table of rows by id.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="rows">Number of ids.</param>
    /// <param name="size">Length of a row.</param>
    public IEmbedding Embedding(string name, long rows, long size) => Table(Sub(name), rows, size, isInput: false);

    /// <summary>The table of the tokens' vectors, which has a row for each token.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="vocab">Number of tokens.</param>
    /// <param name="hidden">Length of a row.</param>
    public IEmbedding TokenEmbedding(string name, long vocab, long hidden) => Table(Sub(name), vocab, hidden, isInput: true);

    /// <summary>A layer normalisation.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="size">Length of a token's vector.</param>
    /// <param name="eps">Added to the variance.</param>
    public LayerNorm LayerNorm(string name, long size, double eps)
    {
        var scope = Sub(name);
        var ones = _fresh is null ? null : Initializer.Ones;
        return new LayerNorm(
            _build.Base(scope, "weight", [size], ones, WeightRole.Norm),
            _build.Base(scope, "bias", [size], Zeros, WeightRole.Norm),
            eps);
    }

    /// <summary>A root-mean-square normalisation.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="size">Length of a vector.</param>
    /// <param name="eps">Added to the mean square.</param>
    /// <param name="aroundOne">Whether the stored scale is what the true one is above 1.</param>
    public RmsNorm RmsNorm(string name, long size, double eps, bool aroundOne = false)
    {
        var start = _fresh is null ? null : aroundOne ? Initializer.Zeros : Initializer.Ones;
        return new RmsNorm(_build.Base(Sub(name), "weight", [size], start, WeightRole.Norm), eps, aroundOne);
    }

    /// <summary>What the attention here attends to besides its sequence, if the adapter wants that.</summary>
    /// <param name="shape">Heads.</param>
    public IAttentionPrompt? AttentionPrompt(AttentionShape shape) => _build.Adapter.OnAttention(shape, this);

    /// <summary>What changes the output of a half of the layer here, if the adapter wants that.</summary>
    /// <param name="half">Which half.</param>
    public ISublayerAdapter? SublayerAdapter(Sublayer half) => _build.Adapter.OnSublayer(half, this);

    /// <summary>What the adapter puts in front of every sequence.</summary>
    /// <param name="body">The model's sizes.</param>
    /// <param name="table">Its token vectors.</param>
    public ModelInput Input(BodyShape body, IEmbedding table) =>
        new(_build.Adapter.OnInput(body, table, _build.Root), _build.Adapter.OnKeys(body, _build.Root));

    /// <summary>A part of the model at this place that gradient checkpointing computes twice.</summary>
    public Recomputation Recomputed() => new(this);

    /// <summary>A dropout that follows the model's mode.</summary>
    /// <param name="probability">In [0, 1).</param>
    public Dropout Dropout(double probability) => new(probability, _build.Mode);

    /// <summary>A trainable float32 parameter that an adapter adds at this place.</summary>
    /// <param name="name">Its name here, e.g. <c>lora_A.weight</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="init">Its first value.</param>
    public Parameter Adapter(string name, long[] shape, Initializer init) =>
        _build.AdapterParameter(PathOf(name), shape, init);

    /// <summary>A tensor that an adapter computes with and training never changes; it lives as long as the model.</summary>
    /// <param name="value">The tensor; it is moved to the model's device.</param>
    /// <param name="storedAs">Its full name in the adapter's file; null for what is made anew each time.</param>
    public Tensor Buffer(Tensor value, string? storedAs = null)
    {
        var buffer = new ModelBuffer(value.to(_build.Device).DetachFromDisposeScope(), storedAs);
        _build.Parameters.Add(buffer);
        return buffer.Value;
    }

    /// <summary>Whether training changes anything at or below this place. To be asked when the model stands.</summary>
    internal bool HoldsTrainable() =>
        _build.Parameters.Trainable.Any(p => p.Name.StartsWith($"{Path}.", StringComparison.Ordinal));

    internal string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private Parameter? Bias(long size, bool wanted, WeightRole role = WeightRole.Other) =>
        wanted ? _build.Base(this, "bias", [size], Zeros, role) : null;

    private ILinear OutputHere(Parameter weight, bool bias) => Decorated(
        new Linear(Path, weight, Bias(weight.Shape[0], bias, WeightRole.OutputBias)) { IsOutput = true });

    private IEmbedding Table(ModuleScope scope, long rows, long size, bool isInput)
    {
        var weight = _build.Base(scope, "weight", [rows, size], _fresh, isInput ? WeightRole.TokenTable : WeightRole.Other);
        var table = new Embedding(scope.Path, weight, _build.DType) { IsInput = isInput };
        return weight.Trainable ? table : _build.Adapter.OnEmbedding(table, scope);
    }

    private ILinear Decorated(Linear linear)
    {
        _build.AddLinear(Path);
        return linear.Weight.Trainable ? linear : _build.Adapter.OnLinear(linear, this);
    }

    private Initializer? Zeros => _fresh is null ? null : Initializer.Zeros;
}
