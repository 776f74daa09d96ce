using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>BERT with pooler and a classifier over whole sequences, as transformers' class of the same name.</summary>
public sealed class BertForSequenceClassification : ISequenceClassifier
{
    private readonly BertModel _bert;
    private readonly ILinear _pooler;
    private readonly Dropout _dropout;
    private readonly ILinear _classifier;

    /// <summary>Builds the model in a scope.</summary>
    public BertForSequenceClassification(BertConfig config, ModuleScope scope)
    {
        var bert = scope.Sub("bert");
        var init = Initializer.Normal(config.InitializerRange);
        _bert = new BertModel(config, bert);
        _pooler = bert.Head("pooler", init).Linear("dense", config.HiddenSize, config.HiddenSize);
        _dropout = scope.Dropout(config.ClassifierDropout);
        _classifier = scope.Head("classifier", init).LinearHere(config.HiddenSize, config.NumLabels);
    }

    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new("bert")
    {
        BasePrefix = "bert.",
        SequenceClassifierName = nameof(BertForSequenceClassification),
        ForSequenceClassification = (config, scope) =>
            new BertForSequenceClassification(BertConfig.From(config), scope),
        MaxLength = config => config.GetInt("max_position_embeddings", 512),
        // The heads of other tasks, and an index that old checkpoints stored.
        Ignorable = name => name.StartsWith("cls.", StringComparison.Ordinal)
            || name.StartsWith("qa_outputs.", StringComparison.Ordinal)
            || name.EndsWith("embeddings.position_ids", StringComparison.Ordinal),
    };

    /// <inheritdoc/>
    public Tensor Logits(PackedBatch batch)
    {
        var pooled = _pooler.Forward(_bert.FirstTokens(batch)).tanh();         // [sequences, hidden]
        return _classifier.Forward(_dropout.Forward(pooled));                  // [sequences, labels]
    }

    /// <inheritdoc/>
    /// <returns>After the embeddings, then after each layer; each <c>[tokens, hidden]</c>.</returns>
    public IReadOnlyList<Tensor> HiddenStates(PackedBatch batch) => _bert.HiddenStates(batch);
}
