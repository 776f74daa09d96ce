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

    /// <summary>What an adapter puts in front of the tokens.</summary>
    public ModelInput Input { get; set; } = ModelInput.Plain;

    /// <summary>The layers of a body, each in the scope of its number.</summary>
    public static IReadOnlyList<DecoderLayer> Numbered(
        DecoderConfig config, ModuleScope scope, Func<ModuleScope, int, DecoderLayer> layer) =>
        [.. Enumerable.Range(0, config.NumHiddenLayers)
            .Select(i => (Scope: scope.Layer(i, config.Body), Index: i))
            .Select(place => layer(place.Scope, place.Index).Adapted(place.Scope))];

    /// <summary>Hidden states after the final norm.</summary>
    /// <returns><c>[tokens, hidden]</c>.</returns>
    public Tensor Hidden(PackedBatch batch, KeyValueCache? cache)
    {
        using var input = Input.Begin(batch, cache);
        return FinalNorm.Forward(input.Real(AllLayers(batch, input)));
    }

    /// <summary>The same, and what belongs to each sequence's last virtual token, if there are any.</summary>
    public (Tensor Hidden, Tensor? BeforeFirst) HiddenWithLead(PackedBatch batch)
    {
        using var input = Input.Begin(batch);
        var hidden = FinalNorm.Forward(AllLayers(batch, input));
        return (input.Real(hidden), input.BeforeFirst(hidden));
    }

    /// <summary>Hidden states of each sequence's last token, after the final norm. The last layer computes those rows
    /// alone.</summary>
    /// <returns><c>[sequences, hidden]</c>.</returns>
    public Tensor LastTokens(PackedBatch batch)
    {
        using var input = Input.Begin(batch);
        var hidden = Embedded(batch, input);
        var pass = PassOver(input, hidden.dtype);
        for (var i = 0; i < Layers.Count - 1; i++)
        {
            using var below = hidden;
            hidden = Layers[i].Forward(below, pass, i);
        }
        hidden = Layers[^1].Forward(
            hidden, pass with { LastTokens = pass.Layout.LastTokens() }, Layers.Count - 1);
        return FinalNorm.Forward(hidden);
    }

    /// <summary>Hidden states of every token: before the first layer, after each but the last, and after the final
    /// norm.</summary>
    /// <returns>Layers + 1 tensors, each <c>[tokens, hidden]</c>.</returns>
    public IReadOnlyList<Tensor> HiddenStates(PackedBatch batch)
    {
        using var input = Input.Begin(batch);
        var states = new List<Tensor> { Embedded(batch, input) };
        var pass = PassOver(input, states[0].dtype);
        for (var i = 0; i < Layers.Count; i++)
        {
            states.Add(Layers[i].Forward(states[^1], pass, i));
        }
        states[^1] = FinalNorm.Forward(states[^1]);
        return [.. states.Select(input.Real)];
    }

    private Tensor AllLayers(PackedBatch batch, InputPass input)
    {
        var hidden = Embedded(batch, input);
        var pass = PassOver(input, hidden.dtype);
        for (var i = 0; i < Layers.Count; i++)
        {
            // What the backward pass needs of a layer's input it has kept.
            using var below = hidden;
            hidden = Layers[i].Forward(below, pass, i);
        }
        input.Commit();
        return hidden;
    }

    private Tensor Embedded(PackedBatch batch, InputPass input)
    {
        var vectors = input.Joined(Mode.Noisy(TokenTable.Forward(batch.InputIds), batch.Layout));
        return BeforeLayers?.Invoke(vectors, input.Batch) ?? vectors;
    }

    private DecoderPass PassOver(InputPass input, ScalarType dtype) => new(
        input.Batch.Layout,
        Rotary?.TableFor(input.Batch, input.Cache, dtype, input.LeadingKeyCount),
        input.Cache,
        input.KeysOf);
}
