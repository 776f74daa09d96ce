using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>The end of a sub-layer: projection, dropout, residual, normalisation.</summary>
internal sealed class BertOutput
{
    private readonly ILinear _dense;
    private readonly LayerNorm _norm;
    private readonly Dropout _dropout;
    private readonly ISublayerAdapter? _adapter;

    public BertOutput(BertConfig config, long inFeatures, ModuleScope scope, ISublayerAdapter? adapter)
    {
        _adapter = adapter;
        _dense = scope.Linear("dense", inFeatures, config.HiddenSize);
        _norm = scope.LayerNorm("LayerNorm", config.HiddenSize, config.LayerNormEps);
        _dropout = scope.Dropout(config.HiddenDropoutProb);
    }

    /// <param name="input"><c>[tokens, in]</c>.</param>
    /// <param name="residual"><c>[tokens, hidden]</c>.</param>
    /// <returns><c>[tokens, hidden]</c>.</returns>
    public Tensor Forward(Tensor input, Tensor residual)
    {
        var output = _dropout.Forward(_dense.Forward(input));
        return _norm.Forward((_adapter?.Forward(output, residual, _norm) ?? output) + residual);
    }
}
