using FineTune.Nn;

namespace FineTune.Training;

/// <summary>Scores under way. Keeps counts and sums, never logits.</summary>
public interface IEvaluation
{
    /// <summary>The name of the score that every objective reports.</summary>
    const string Loss = "loss";

    /// <summary>Scores one more batch.</summary>
    void Add(PackedBatch batch);

    /// <summary>The scores by their usual names, <see cref="Loss"/> among them, without prefix.</summary>
    IReadOnlyDictionary<string, double> Finish();
}
