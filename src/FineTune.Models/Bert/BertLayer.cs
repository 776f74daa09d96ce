using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>One encoder layer: self-attention and feed-forward, each followed by residual and normalisation.</summary>
internal sealed class BertLayer
{
    private readonly ILinear _query;
    private readonly ILinear _key;
    private readonly ILinear _value;
    private readonly PackedAttention _attention;
    private readonly BertOutput _attentionOutput;
    private readonly ILinear _intermediate;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly BertOutput _output;

    public BertLayer(BertConfig config, ModuleScope scope)
    {
        var hidden = config.HiddenSize;
        var attention = scope.Sub("attention");
        var self = attention.Sub("self");
        _query = self.Linear("query", hidden, hidden);
        _key = self.Linear("key", hidden, hidden);
        _value = self.Linear("value", hidden, hidden);
        _attention = new PackedAttention(
            config.NumAttentionHeads,
            hidden / config.NumAttentionHeads,
            scope.Dropout(config.AttentionProbsDropoutProb));
        _attentionOutput = new BertOutput(config, hidden, attention.Sub("output"));
        _intermediate = scope.Sub("intermediate").Linear("dense", hidden, config.IntermediateSize);
        _activation = Activation.Find(config.HiddenAct)!;
        _output = new BertOutput(config, config.IntermediateSize, scope.Sub("output"));
    }

    /// <returns><c>[tokens, hidden]</c>.</returns>
    public Tensor Forward(Tensor hidden, SequenceLayout layout)
    {
        var context = _attention.Forward(
            _query.Forward(hidden), _key.Forward(hidden), _value.Forward(hidden), layout);
        return FeedForward(_attentionOutput.Forward(context, hidden));
    }

    /// <summary>The same for each sequence's first token alone; keys and values still come from every token.</summary>
    /// <returns><c>[sequences, hidden]</c>.</returns>
    public Tensor ForwardFirstTokens(Tensor hidden, SequenceLayout layout)
    {
        var first = hidden.index_select(0, layout.FirstTokens());              // [sequences, hidden]
        var context = _attention.ForwardOnePerSequence(
            _query.Forward(first), _key.Forward(hidden), _value.Forward(hidden), layout);
        return FeedForward(_attentionOutput.Forward(context, first));
    }

    private Tensor FeedForward(Tensor hidden) =>
        _output.Forward(_activation(_intermediate.Forward(hidden)), hidden);
}
