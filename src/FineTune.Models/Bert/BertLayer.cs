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
    private readonly IAttentionPrompt? _prompt;
    private readonly long _headDim;
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
        var shape = new AttentionShape { Heads = config.NumAttentionHeads, HeadDim = hidden / config.NumAttentionHeads };
        _attention = new PackedAttention(shape, scope.Dropout(config.AttentionProbsDropoutProb));
        (_prompt, _headDim) = (self.AttentionPrompt(shape), shape.HeadDim);
        _attentionOutput = new BertOutput(config, hidden, attention.Sub("output"), scope.SublayerAdapter(Sublayer.Attention));
        _intermediate = scope.Sub("intermediate").Linear("dense", hidden, config.IntermediateSize);
        _activation = Activation.Find(config.HiddenAct)!;
        _output = new BertOutput(
            config, config.IntermediateSize, scope.Sub("output"), scope.SublayerAdapter(Sublayer.FeedForward));
    }

    /// <returns><c>[tokens, hidden]</c>.</returns>
    public Tensor Forward(Tensor hidden, SequenceLayout layout, LeadingKeys? lead)
    {
        var query = _query.Forward(hidden);
        var context = _attention.Forward(query, _key.Forward(hidden), _value.Forward(hidden), layout, lead: lead);
        return FeedForward(_attentionOutput.Forward(WithPrompt(context, query), hidden));
    }

    /// <summary>The same for each sequence's first token alone; keys and values still come from every token.</summary>
    /// <returns><c>[sequences, hidden]</c>.</returns>
    public Tensor ForwardFirstTokens(Tensor hidden, SequenceLayout layout, LeadingKeys? lead)
    {
        var first = hidden.index_select(0, layout.FirstTokens());              // [sequences, hidden]
        var query = _query.Forward(first);
        var context = _attention.ForwardOnePerSequence(
            query, _key.Forward(hidden), _value.Forward(hidden), layout, lead);
        return FeedForward(_attentionOutput.Forward(WithPrompt(context, query), first));
    }

    private Tensor WithPrompt(Tensor context, Tensor query)
    {
        if (_prompt is not { Enabled: true } prompt)
        {
            return context;
        }
        var vectors = prompt.Vectors().to(query.dtype);                        // [count, hidden]
        return context + prompt.Attend(Heads(query), Heads(_key.Forward(vectors)), Heads(_value.Forward(vectors)));
    }

    private Tensor Heads(Tensor rows) => rows.unflatten(1, -1, _headDim);

    private Tensor FeedForward(Tensor hidden) =>
        _output.Forward(_activation(_intermediate.Forward(hidden)), hidden);
}
