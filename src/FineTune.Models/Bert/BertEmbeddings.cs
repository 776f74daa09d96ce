using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>Word, position and segment vectors, summed and normalised.</summary>
internal sealed class BertEmbeddings
{
    private readonly IEmbedding _words;
    private readonly IEmbedding _positions;
    private readonly IEmbedding _types;
    private readonly LayerNorm _norm;
    private readonly Dropout _dropout;

    public BertEmbeddings(BertConfig config, ModuleScope scope)
    {
        _words = scope.TokenEmbedding("word_embeddings", config.VocabSize, config.HiddenSize);
        _positions = scope.Embedding("position_embeddings", config.MaxPositionEmbeddings, config.HiddenSize);
        _types = scope.Embedding("token_type_embeddings", config.TypeVocabSize, config.HiddenSize);
        _norm = scope.LayerNorm("LayerNorm", config.HiddenSize, config.LayerNormEps);
        _dropout = scope.Dropout(config.HiddenDropoutProb);
    }

    /// <summary>The word vectors.</summary>
    public IEmbedding Words => _words;

    /// <param name="input">The pass.</param>
    /// <returns><c>[rows, hidden]</c>.</returns>
    public Tensor Forward(InputPass input)
    {
        var batch = input.Batch;
        var types = batch.TokenTypeIds ?? zeros(1, int64, batch.InputIds.device);      // [1] is broadcast
        var words = input.Joined(_words.Forward(batch.InputIds));
        var sum = words + _types.Forward(types) + _positions.Forward(batch.PositionIds);
        return _dropout.Forward(_norm.Forward(sum));
    }
}
