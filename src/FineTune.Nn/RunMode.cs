using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>How a model runs just now; one object, shared by every module of a model.</summary>
public sealed class RunMode
{
    /// <summary>True while training: dropout is active.</summary>
    public bool Training { get; set; }

    /// <summary>Whether layers keep nothing but their input for the backward pass and compute the rest again there
    /// (arXiv:1604.06174). Gradients are the same to the last bit.</summary>
    public bool GradientCheckpointing { get; set; }

    /// <summary>Changes the token vectors that enter a decoder's first layer while it trains, such as NEFTune's noise;
    /// null for nothing. Given <c>[tokens, hidden]</c> and where the sequences lie; returns the like.</summary>
    public Func<Tensor, SequenceLayout, Tensor>? EmbeddingNoise { get; set; }

    /// <summary>The token vectors that the first layer gets.</summary>
    /// <param name="embeddings"><c>[tokens, hidden]</c>.</param>
    /// <param name="layout">Where the sequences lie.</param>
    public Tensor Noisy(Tensor embeddings, SequenceLayout layout) =>
        Training && EmbeddingNoise is { } noise ? noise(embeddings, layout) : embeddings;
}
