using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A table of vectors with a low-rank update: the row of an id gains s · A[:, id]ᵀ Bᵀ (PEFT's
/// <c>Embedding</c> in <c>tuners/lora/layer.py</c>). With DoRA each of the vectors' places has a magnitude of its own, and
/// is divided by its norm over all ids.</summary>
internal sealed class LoraEmbedding : IEmbedding, IMergeable
{
    private readonly Embedding _inner;
    private readonly Parameter _a;
    private readonly Parameter _b;
    private readonly Parameter? _magnitude;
    private readonly DoraNorm? _norm;
    private readonly float _scaling;
    private readonly AdapterSwitch _switch;

    public LoraEmbedding(Embedding inner, LoraConfig config, AdapterSwitch @switch, ModuleScope scope)
    {
        var rank = config.RankOf(inner.Path);
        var shape = inner.Weight.Shape;
        var random = config.InitLoraWeights == LoraStart.Random;
        _inner = inner;
        _switch = @switch;
        _scaling = (float)config.ScalingOf(inner.Path);
        // Here A is the one that begins at zero.
        _a = scope.Adapter("lora_embedding_A", [rank, shape[0]], random ? Initializer.Normal(1) : Initializer.Zeros);
        _b = scope.Adapter("lora_embedding_B", [shape[1], rank], Initializer.Normal(1));
        if (config.UseDora)
        {
            _norm = new DoraNorm(() => inner.Weight.Value.t(), _scaling, scope);
            _magnitude = scope.Adapter(
                "lora_magnitude_vector",
                [shape[1]],
                new Initializer("norm of the table", (value, _) => value.copy_(_norm.Of(_a.Value, _b.Value))));
        }
    }

    public string Path => _inner.Path;

    public Parameter Weight => _inner.Weight;

    public IReadOnlyList<string> BaseNames => [_inner.Weight.Name];

    public Tensor Forward(Tensor ids)
    {
        var rows = _inner.Forward(ids);                                                // [tokens, hidden]
        if (!_switch.Enabled)
        {
            return rows;
        }
        var low = _a.Value.t().index_select(0, ids);                                   // [tokens, rank]
        var update = low.mm(_b.Value.t()) * _scaling;                                  // [tokens, hidden]
        return _norm is null
            ? rows + update.to(rows.dtype)
            : ((rows + update) * (_magnitude!.Value / _norm.Of(_a.Value, _b.Value))).to(rows.dtype);
    }

    public Tensor Merge(string name, Tensor value)
    {
        var merged = value.addmm(_a.Value.t(), _b.Value.t(), beta: 1, alpha: _scaling); // [rows, hidden]
        return _magnitude is null ? merged : merged * (_magnitude.Value / merged.norm(0, keepdim: false, p: 2f));
    }
}
