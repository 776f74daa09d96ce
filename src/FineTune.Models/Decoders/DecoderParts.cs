using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What several families build alike.</summary>
internal static class DecoderParts
{
    /// <summary>The layers of a body, by number.</summary>
    public static IReadOnlyList<DecoderLayer> Layers(
        DecoderConfig config, ModuleScope scope, Func<ModuleScope, int, DecoderLayer> build) =>
        [.. Enumerable.Range(0, config.NumHiddenLayers).Select(i => build(scope.Sub(i), i))];

    /// <summary><c>gate_proj</c>, <c>up_proj</c>, <c>down_proj</c>.</summary>
    public static GatedMlp GatedMlp(ModuleScope scope, int hidden, int inter, string activation, bool bias = false) =>
        new(
            scope.Linear("gate_proj", hidden, inter, bias),
            scope.Linear("up_proj", hidden, inter, bias),
            Activation.Find(activation)!,
            scope.Linear("down_proj", inter, hidden, bias));
}
