using FineTune.Nn;

namespace FineTune.Training;

/// <summary>Scores under way. Keeps counts and sums, never logits.</summary>
public interface IEvaluation
{
    /// <summary>Scores one more batch.</summary>
    void Add(PackedBatch batch);

    /// <summary>The scores by their usual names, <c>loss</c> among them, without prefix.</summary>
    IReadOnlyDictionary<string, double> Finish();
}
