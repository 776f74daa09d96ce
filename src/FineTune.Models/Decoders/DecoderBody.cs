using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>A decoder without its head: token vectors, layers, final norm.</summary>
internal sealed class DecoderBody
{
    public required IEmbedding TokenTable { get; init; }

    /// <summary>What happens to token vectors before the first layer, such as positions added; null for nothing.</summary>
    public Func<Tensor, PackedBatch, Tensor>? BeforeLayers { get; init; }

    public required IReadOnlyList<DecoderLayer> Layers { get; init; }

    public required INorm FinalNorm { get; init; }

    /// <summary>Rotary positions; null where positions are told in another way.</summary>
    public Rotary? Rotary { get; init; }

    public required RunMode Mode { get; init; }

    /// <summary>The layers of a body, each in the scope of its number.</summary>
    public static IReadOnlyList<DecoderLayer> Numbered(
        DecoderConfig config, ModuleScope scope, Func<ModuleScope, int, DecoderLayer> layer) =>
        [.. Enumerable.Range(0, config.NumHiddenLayers).Select(i => layer(scope.Sub(i), i))];

    /// <summary>Hidden states after the final norm.</summary>
    /// <returns><c>[tokens, hidden]</c>.</returns>
    public Tensor Hidden(PackedBatch batch, KeyValueCache? cache)
    {
        using var cached = cache?.Begin(batch.Layout);
        var hidden = Embedded(batch);
        var pass = PassOver(batch, cached, hidden.dtype);
        for (var i = 0; i < Layers.Count; i++)
        {
            // What the backward pass needs of a layer's input it has kept.
            using var input = hidden;
            hidden = Layers[i].Forward(input, pass, i);
        }
        cached?.Commit();
        return FinalNorm.Forward(hidden);
    }

    /// <summary>Hidden states of each sequence's last token, after the final norm. The last layer computes those rows
    /// alone.</summary>
    /// <returns><c>[sequences, hidden]</c>.</returns>
    public Tensor LastTokens(PackedBatch batch)
    {
        var hidden = Embedded(batch);
        var pass = PassOver(batch, cached: null, hidden.dtype);
        for (var i = 0; i < Layers.Count - 1; i++)
        {
            using var input = hidden;
            hidden = Layers[i].Forward(input, pass, i);
        }
        hidden = Layers[^1].Forward(
            hidden, pass with { LastTokens = batch.Layout.LastTokens() }, Layers.Count - 1);
        return FinalNorm.Forward(hidden);
    }

    /// <summary>Hidden states of every token: before the first layer, after each but the last, and after the final
    /// norm.</summary>
    /// <returns>Layers + 1 tensors, each <c>[tokens, hidden]</c>.</returns>
    public IReadOnlyList<Tensor> HiddenStates(PackedBatch batch)
    {
        var states = new List<Tensor> { Embedded(batch) };
        var pass = PassOver(batch, cached: null, states[0].dtype);
        for (var i = 0; i < Layers.Count; i++)
        {
            states.Add(Layers[i].Forward(states[^1], pass, i));
        }
        states[^1] = FinalNorm.Forward(states[^1]);
        return states;
    }

    private Tensor Embedded(PackedBatch batch)
    {
        var vectors = Mode.Noisy(TokenTable.Forward(batch.InputIds), batch.Layout);
        return BeforeLayers?.Invoke(vectors, batch) ?? vectors;
    }

    private DecoderPass PassOver(PackedBatch batch, CachePass? cached, ScalarType dtype) =>
        new(batch.Layout, Rotary?.TableFor(batch, cached, dtype), cached);
}
