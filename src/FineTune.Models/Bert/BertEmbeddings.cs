using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>Word, position and segment vectors, summed and normalised.</summary>
internal sealed class BertEmbeddings
{
    private readonly Embedding _words;
    private readonly Embedding _positions;
    private readonly Embedding _types;
    private readonly LayerNorm _norm;
    private readonly Dropout _dropout;

    public BertEmbeddings(BertConfig config, ModuleScope scope)
    {
        _words = scope.Embedding("word_embeddings", config.VocabSize, config.HiddenSize);
        _positions = scope.Embedding("position_embeddings", config.MaxPositionEmbeddings, config.HiddenSize);
        _types = scope.Embedding("token_type_embeddings", config.TypeVocabSize, config.HiddenSize);
        _norm = scope.LayerNorm("LayerNorm", config.HiddenSize, config.LayerNormEps);
        _dropout = scope.Dropout(config.HiddenDropoutProb);
    }

    /// <returns><c>[tokens, hidden]</c>.</returns>
    public Tensor Forward(PackedBatch batch)
    {
        var types = batch.TokenTypeIds is { } ids
            ? _types.Forward(ids)
            : _types.Weight.Value.narrow(0, 0, 1);                             // [1, hidden], broadcast
        var sum = _words.Forward(batch.InputIds) + types + _positions.Forward(batch.PositionIds);
        return _dropout.Forward(_norm.Forward(sum));
    }
}
