using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>A decoder with a head over the vocabulary, as transformers' classes that end in <c>ForCausalLM</c>.</summary>
public sealed class DecoderForCausalLM : ICausalLM
{
    private readonly DecoderBody _body;
    private readonly ILinear _head;

    internal DecoderForCausalLM(DecoderBody body, ILinear head)
    {
        _body = body;
        _head = head;
    }

    /// <inheritdoc/>
    public int VocabSize => (int)_head.OutFeatures;

    /// <inheritdoc/>
    public int HiddenSize => (int)_head.InFeatures;

    /// <summary>Logits are squeezed into (-cap, cap) by a tanh; null for not.</summary>
    internal double? LogitCap { get; init; }

    /// <inheritdoc/>
    public Tensor Hidden(PackedBatch batch, KeyValueCache? cache = null) => _body.Hidden(batch, cache);

    /// <inheritdoc/>
    public (Tensor Hidden, Tensor? BeforeFirst) HiddenWithLead(PackedBatch batch) => _body.HiddenWithLead(batch);

    /// <inheritdoc/>
    public Tensor Logits(Tensor hidden)
    {
        var logits = _head.Forward(hidden);
        return LogitCap is { } cap ? (logits / cap).tanh() * cap : logits;
    }

    /// <summary>Hidden states of every token, for comparison and inspection.</summary>
    /// <returns>Before the first layer, after each but the last, and after the final norm; each
    /// <c>[tokens, hidden]</c>.</returns>
    public IReadOnlyList<Tensor> HiddenStates(PackedBatch batch) => _body.HiddenStates(batch);
}
