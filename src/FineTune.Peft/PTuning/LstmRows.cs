using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Virtual tokens that a bidirectional LSTM and two linear layers make of a table (PEFT's <c>PromptEncoder</c>
/// of kind LSTM).</summary>
internal sealed class LstmRows : VirtualRows
{
    private readonly Parameter _table;
    private readonly (LstmDirection Forward, LstmDirection Backward)[] _layers;
    private readonly Dropout _dropout;
    private readonly AdapterLinear _first;
    private readonly AdapterLinear _second;

    /// <summary>Makes the parameters.</summary>
    /// <param name="scope">Where they lie.</param>
    /// <param name="config">The settings.</param>
    /// <param name="width">Width of a virtual token.</param>
    public LstmRows(ModuleScope scope, PTuningConfig config, long width)
    {
        var hidden = config.EncoderHiddenSize ?? width;
        _table = scope.Adapter("embedding.weight", [config.NumVirtualTokens, width], Initializer.Normal(1));
        var lstm = scope.Sub("lstm_head");
        _layers =
        [
            .. Enumerable.Range(0, config.EncoderNumLayers).Select(layer => (
                new LstmDirection(lstm, $"l{layer}", layer == 0 ? width : 2 * hidden, hidden, backward: false),
                new LstmDirection(lstm, $"l{layer}", layer == 0 ? width : 2 * hidden, hidden, backward: true))),
        ];
        _dropout = scope.Dropout(config.EncoderDropout);
        var head = scope.Sub("mlp_head");
        _first = new AdapterLinear(head.Sub(0), 2 * hidden, 2 * hidden);
        _second = new AdapterLinear(head.Sub(2), 2 * hidden, width);
    }

    public override Tensor Columns((long First, long Count)? range)
    {
        var rows = _table.Value;                                               // [virtual tokens, in]
        for (var i = 0; i < _layers.Length; i++)
        {
            var input = i == 0 ? rows : _dropout.Forward(rows);
            rows = cat([_layers[i].Forward.Run(input), _layers[i].Backward.Run(input)], 1);
        }
        return _second.Forward(_first.Forward(rows).relu(), range);
    }
}
