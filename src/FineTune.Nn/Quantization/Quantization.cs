namespace FineTune.Nn;

/// <summary>Keeps the frozen matrices of linear layers quantised, in blocks of 64 numbers with a scale each. Each is
/// quantised while it is read, and dequantised where it is multiplied with: neither is ever held in full. Tables of vectors
/// and whatever trains stay as they are.</summary>
/// <param name="kind">The code.</param>
/// <param name="doubleQuantization">Whether the scales are quantised too, to eight bits in blocks of 256
/// (arXiv:2305.14314, section 3); for <see cref="QuantizationKind.Nf4"/>.</param>
/// <param name="skipModules">Names within the paths of layers that stay as they are (transformers'
/// <c>llm_int8_skip_modules</c>); null for the layer over the vocabulary.</param>
public sealed class Quantization(
    QuantizationKind kind, bool doubleQuantization, IReadOnlyList<string>? skipModules = null) : FrozenStorage
{
    internal override IFrozenWeight? Keep(StoredWeight weight) =>
        !Takes(weight) ? null
        : kind == QuantizationKind.Nf4 ? Nf4Weight.Of(weight, doubleQuantization)
        : Int8Weight.Of(weight);

    private bool Takes(StoredWeight weight) => skipModules is null
        ? weight.Role == WeightRole.Linear
        : weight.Role is WeightRole.Linear or WeightRole.Output
            && !skipModules.Any(name => $".{weight.Module}.".Contains($".{name}.", StringComparison.Ordinal));
}
