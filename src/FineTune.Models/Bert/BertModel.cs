using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>BERT's embeddings and encoder.</summary>
internal sealed class BertModel
{
    private readonly BertEmbeddings _embeddings;
    private readonly BertLayer[] _layers;

    public BertModel(BertConfig config, ModuleScope scope)
    {
        _embeddings = new BertEmbeddings(config, scope.Sub("embeddings"));
        var layers = scope.Sub("encoder").Sub("layer");
        _layers = [.. Enumerable.Range(0, config.NumHiddenLayers).Select(i => new BertLayer(config, layers.Sub(i)))];
    }

    /// <summary>Hidden states of every token: after the embeddings, then after each layer.</summary>
    /// <returns>Layers + 1 tensors, each <c>[tokens, hidden]</c>.</returns>
    public IReadOnlyList<Tensor> HiddenStates(PackedBatch batch)
    {
        var states = new List<Tensor> { _embeddings.Forward(batch) };
        foreach (var layer in _layers)
        {
            states.Add(layer.Forward(states[^1], batch.Layout));
        }
        return states;
    }

    /// <summary>The last hidden state of each sequence's first token. The last layer computes those rows alone.</summary>
    /// <returns><c>[sequences, hidden]</c>.</returns>
    public Tensor FirstTokens(PackedBatch batch)
    {
        var hidden = _embeddings.Forward(batch);                               // [tokens, hidden]
        foreach (var layer in _layers.AsSpan(0, _layers.Length - 1))
        {
            hidden = layer.Forward(hidden, batch.Layout);
        }
        return _layers[^1].ForwardFirstTokens(hidden, batch.Layout);           // [sequences, hidden]
    }
}
