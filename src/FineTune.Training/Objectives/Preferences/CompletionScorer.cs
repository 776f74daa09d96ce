using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Log-probabilities of the answers in a batch, under the policy and under the reference. Dropout is off for both,
/// so that they differ by what was learned and by nothing else.</summary>
public sealed class CompletionScorer
{
    private readonly ICausalLM _model;
    private readonly RunMode _mode;
    private readonly ReferencePolicy? _reference;
    private readonly ChunkedLogProbs _policyHead;
    private readonly ChunkedLogProbs? _referenceHead;

    /// <summary>Sets it up.</summary>
    /// <param name="model">The policy.</param>
    /// <param name="trainable">What is trained, in the model and its adapter.</param>
    /// <param name="mode">The policy's switch.</param>
    /// <param name="reference">What it is compared with; null for nothing.</param>
    /// <param name="chunkRows">Rows whose logits exist at one time; null fits them to the vocabulary.</param>
    public CompletionScorer(
        ICausalLM model, IEnumerable<Parameter> trainable, RunMode mode, ReferencePolicy? reference, int? chunkRows = null)
    {
        (_model, _mode, _reference) = (model, mode, reference);
        _policyHead = new ChunkedLogProbs(new LanguageHead(model, trainable, chunkRows));
        _referenceHead = reference is null
            ? null
            : new ChunkedLogProbs(new LanguageHead(reference.Model, [], chunkRows));
    }

    /// <summary>The largest difference of policy and reference at any answer, which is 0 before training.</summary>
    /// <param name="batch">Some answers.</param>
    public double LargestDifference(PackedBatch batch)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var policy = Policy(batch).Answers;
        return (policy - Live(batch)).abs().max().item<float>();
    }

    /// <summary>Log-probabilities of the answers under the reference, computed here and now, without gradients.</summary>
    /// <returns><c>[answers]</c>, float32.</returns>
    public Tensor Live(PackedBatch batch)
    {
        var reference = _reference ?? throw new InvalidOperationException("there is no reference");
        _mode.Training = false;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var entered = reference.Enter();
        return Score(reference.Model, _referenceHead!, batch).Answers.MoveToOuterDisposeScope();
    }

    /// <summary>Log-probabilities of the answers under the reference: those that came with the batch, or else computed;
    /// null without a reference.</summary>
    internal Tensor? Reference(PackedBatch batch) =>
        _reference is null ? null : batch.Completions!.ReferenceLogProbs ?? Live(batch);

    /// <summary>Scores the answers under the policy, with gradients flowing where they are recorded.</summary>
    internal CompletionScores Policy(PackedBatch batch)
    {
        _mode.Training = false;
        return Score(_model, _policyHead, batch);
    }

    private static CompletionScores Score(ICausalLM model, ChunkedLogProbs head, PackedBatch batch)
    {
        var hidden = model.Hidden(batch).index_select(0, batch.SupervisedRows!);
        return new CompletionScores(head.Score(hidden, batch.Targets!), batch.Completions!);
    }
}
