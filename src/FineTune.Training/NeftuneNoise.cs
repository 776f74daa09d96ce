using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>NEFTune (arXiv:2310.05914): uniform noise on the token vectors of a batch in training, whose bound is alpha /
/// √(length · hidden), by the length of the token's own sequence.</summary>
/// <param name="alpha">How strong; 5 to 15 in the paper.</param>
public sealed class NeftuneNoise(double alpha)
{
    /// <summary>Makes a model use it.</summary>
    public void Attach(RunMode mode) => mode.EmbeddingNoise = Add;

    private Tensor Add(Tensor embeddings, SequenceLayout layout)
    {
        using var scope = NewDisposeScope();
        var hidden = embeddings.shape[1];
        var bounds = new float[layout.Tokens];
        for (var s = 0; s < layout.Count; s++)
        {
            var bound = (float)(alpha / Math.Sqrt((double)layout.LengthOf(s) * hidden));
            bounds.AsSpan(layout.Offsets[s], layout.LengthOf(s)).Fill(bound);
        }
        var noise = rand_like(embeddings).mul_(2).sub_(1);                             // [tokens, hidden]
        noise.mul_(Upload.To(embeddings.device, bounds).to(embeddings.dtype).unsqueeze(1));
        return (embeddings + noise).MoveToOuterDisposeScope();
    }
}
