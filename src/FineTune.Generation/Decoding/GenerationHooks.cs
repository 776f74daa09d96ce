using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Where a caller takes part in generation.</summary>
public sealed record GenerationHooks
{
    /// <summary>Gets each chosen token in order, with the number of its sequence (prompt times returns plus return), and
    /// says whether the sequence ends with it. Not used by beam search, where choices are taken back.</summary>
    public Func<int, int, bool>? Token { get; init; }

    /// <summary>Says whether a beam ends: given the number of its prompt and its generated tokens.</summary>
    public Func<int, ReadOnlySpan<int>, bool>? BeamEnds { get; init; }

    /// <summary>Sees the scores of each step after everything was done to them: <c>[rows, vocab]</c>, float32.</summary>
    public Action<Tensor>? Scores { get; init; }

    /// <summary>Applied to the logits after the config's own processors and before those of sampling.</summary>
    public IReadOnlyList<ILogitsProcessor> Processors { get; init; } = [];
}
