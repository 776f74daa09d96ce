using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>The one shape in which tokens reach a model: sequences laid end to end, no padding.</summary>
public sealed class PackedBatch : IDisposable
{
    /// <summary><c>[tokens]</c>, int64.</summary>
    public required Tensor InputIds { get; init; }

    /// <summary><c>[tokens]</c>, int64: place of each token in its sequence.</summary>
    public required Tensor PositionIds { get; init; }

    /// <summary><c>[tokens]</c>, int64, for models that tell segments apart; null means all zero.</summary>
    public Tensor? TokenTypeIds { get; init; }

    /// <summary>Where the sequences lie.</summary>
    public required SequenceLayout Layout { get; init; }

    /// <summary>The objective's targets; for sequence classification <c>[sequences]</c> int64 or
    /// <c>[sequences, labels]</c> float32; for language models <c>[tokens]</c> int64, each token's own id where it is
    /// learned, else -100.</summary>
    public Tensor? Labels { get; init; }

    /// <summary><c>[supervised]</c>, int64, for language models: the tokens, ascending, whose next token in the same
    /// sequence is learned; null for other objectives.</summary>
    public Tensor? SupervisedRows { get; init; }

    /// <summary><c>[supervised]</c>, int64: ids of the tokens that follow <see cref="SupervisedRows"/>.</summary>
    public Tensor? Targets { get; init; }

    /// <summary><c>[learned]</c>, int64: the sequences whose first token is learned, which only virtual tokens in front of
    /// it can predict; null for none.</summary>
    public Tensor? LearnedFirst { get; init; }

    /// <summary>The answers in a batch of preferences; null for other objectives.</summary>
    public Completions? Completions { get; init; }

    /// <summary>Row of the data set that each sequence came from.</summary>
    public int[] Rows { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        InputIds.Dispose();
        PositionIds.Dispose();
        TokenTypeIds?.Dispose();
        Labels?.Dispose();
        SupervisedRows?.Dispose();
        Targets?.Dispose();
        LearnedFirst?.Dispose();
        Completions?.Dispose();
        Layout.Dispose();
    }
}
