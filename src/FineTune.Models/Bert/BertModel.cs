using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>BERT's embeddings and encoder.</summary>
internal sealed class BertModel
{
    private readonly BertEmbeddings _embeddings;
    private readonly BertLayer[] _layers;
    private readonly ModelInput _input;

    public BertModel(BertConfig config, ModuleScope scope)
    {
        _embeddings = new BertEmbeddings(config, scope.Sub("embeddings"));
        var layers = scope.Sub("encoder").Sub("layer");
        _layers =
        [
            .. Enumerable.Range(0, config.NumHiddenLayers)
                .Select(i => new BertLayer(config, layers.Layer(i, config.Body))),
        ];
        _input = scope.Input(config.Body, _embeddings.Words);
    }

    /// <summary>Hidden states of every token: after the embeddings, then after each layer.</summary>
    /// <returns>Layers + 1 tensors, each <c>[tokens, hidden]</c>.</returns>
    public IReadOnlyList<Tensor> HiddenStates(PackedBatch batch)
    {
        using var input = _input.Begin(batch);
        var states = new List<Tensor> { _embeddings.Forward(input) };
        for (var i = 0; i < _layers.Length; i++)
        {
            states.Add(_layers[i].Forward(states[^1], input.Batch.Layout, input.KeysOf(i)));
        }
        return [.. states.Select(input.Real)];
    }

    /// <summary>The last hidden state of each sequence's first row, which may be a virtual token. The last layer computes those rows alone.</summary>
    /// <returns><c>[sequences, hidden]</c>.</returns>
    public Tensor FirstTokens(PackedBatch batch)
    {
        using var input = _input.Begin(batch);
        var (layout, last) = (input.Batch.Layout, _layers.Length - 1);
        var hidden = _embeddings.Forward(input);                               // [rows, hidden]
        for (var i = 0; i < last; i++)
        {
            hidden = _layers[i].Forward(hidden, layout, input.KeysOf(i));
        }
        return _layers[last].ForwardFirstTokens(hidden, layout, input.KeysOf(last));   // [sequences, hidden]
    }
}
