using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>What every layer of a decoder is given in one pass.</summary>
/// <param name="Layout">Where the sequences lie.</param>
/// <param name="Rotary">The turns of the tokens; null where positions are told in another way.</param>
/// <param name="Cache">The pass through a cache; null for none.</param>
/// <param name="KeysOf">Keys and values in front of every sequence, by the layer's number; null for none.</param>
internal sealed record DecoderPass(
    SequenceLayout Layout, RotaryTable? Rotary, CachePass? Cache, Func<int, LeadingKeys?> KeysOf)
{
    /// <summary>The last token of each sequence, where a layer is to compute those rows alone; null for all.</summary>
    public Tensor? LastTokens { get; init; }

    /// <summary>The rows that a layer is to compute.</summary>
    /// <param name="tokens"><c>[tokens, ...]</c>.</param>
    public Tensor Wanted(Tensor tokens) => LastTokens is null ? tokens : tokens.index_select(0, LastTokens);
}
