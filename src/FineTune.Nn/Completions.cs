using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>The answers in a batch of preferences. Of pairs the first half are the chosen ones, the second half the
/// rejected ones in the same order.</summary>
public sealed class Completions : IDisposable
{
    /// <summary>Number of answers.</summary>
    public int Count => (int)Lengths.shape[0];

    /// <summary><c>[supervised]</c>, int64: the answer that each supervised token belongs to; <see cref="Count"/> for
    /// tokens of prompts.</summary>
    public required Tensor OfTarget { get; init; }

    /// <summary><c>[answers]</c>, float32: supervised tokens of each.</summary>
    public required Tensor Lengths { get; init; }

    /// <summary><c>[answers]</c>, int64: the packed sequence that each ends.</summary>
    public required Tensor Sequences { get; init; }

    /// <summary>How many supervised tokens chosen texts hold, with those of prompts.</summary>
    public required long ChosenTokens { get; init; }

    /// <summary><c>[supervised]</c>, float32: what each token's log-probability counts; null for 1 each.</summary>
    public Tensor? Weights { get; init; }

    /// <summary><c>[answers]</c>, float32: log-probabilities under the reference, if they are known already.</summary>
    public Tensor? ReferenceLogProbs { get; init; }

    /// <summary><c>[answers]</c>, float32, for answers that are no pairs: 1 for a desirable one, 0 for another.</summary>
    public Tensor? Desirable { get; init; }

    /// <summary><c>[pairs]</c>, float32: by how much the chosen answer should win; null where no pair says.</summary>
    public Tensor? Margins { get; init; }

    /// <summary>Prompts of the batch with answers to others of them; null where none are wanted.</summary>
    public PackedBatch? Mismatched { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        OfTarget.Dispose();
        Lengths.Dispose();
        Sequences.Dispose();
        Weights?.Dispose();
        ReferenceLogProbs?.Dispose();
        Desirable?.Dispose();
        Margins?.Dispose();
        Mismatched?.Dispose();
    }
}
