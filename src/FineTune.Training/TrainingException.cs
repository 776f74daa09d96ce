using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Training;

/// <summary>Training cannot go on. The message says at which step and what to change.</summary>
public sealed class TrainingException : Exception
{
    private TrainingException(string message)
        : base(message)
    {
    }

    /// <summary>A trainable parameter is not connected to the loss.</summary>
    public static TrainingException NoGradient(IEnumerable<string> names) =>
        new("these trainable tensors received no gradient in the first step, so they would never learn:\n    "
            + string.Join("\n    ", PathGroups.Summarize(names)));

    /// <summary>A gradient is infinite or not a number.</summary>
    public static TrainingException NonFiniteGradient(IEnumerable<string> names) =>
        new("the gradient of these tensors is not finite after the first step:\n    "
            + string.Join("\n    ", PathGroups.Summarize(names)));

    /// <summary>The loss is infinite or not a number.</summary>
    /// <param name="loss">Its value.</param>
    /// <param name="step">The optimizer step, from 1.</param>
    /// <param name="learningRate">The rate of that step.</param>
    /// <param name="rows">Rows of the training data that the step saw.</param>
    public static TrainingException NonFiniteLoss(double loss, int step, double learningRate, IEnumerable<int> rows) =>
        new($"the loss is {loss} at step {step} (learning rate {learningRate:G4}, rows {string.Join(", ", rows)} of the "
            + "training data)\n  fix: lower training.learning_rate, or look at those rows");

    /// <summary>A card has not enough memory.</summary>
    /// <param name="doing">What was being done.</param>
    /// <param name="facts">What was asked for, and what there is.</param>
    /// <param name="knobs">Settings that need less, the cheapest first.</param>
    public static TrainingException OutOfMemory(string doing, string facts, IEnumerable<string> knobs) =>
        new($"the card's memory is too small for {doing}: {facts}\n  fix, the cheapest first:\n    "
            + string.Join("\n    ", knobs));

    /// <summary>The loss of an evaluation is infinite or not a number.</summary>
    public static TrainingException NonFiniteEvaluation(double loss) =>
        new($"the loss on the evaluation data is {loss}: the weights have diverged"
            + "\n  fix: lower training.learning_rate, or go back to an earlier checkpoint");

    /// <summary>The policy is not its reference before the first step.</summary>
    /// <param name="difference">The largest difference of log-probabilities at an answer.</param>
    /// <param name="reference">What plays the reference.</param>
    public static TrainingException StartMargins(double difference, string reference) =>
        new($"before the first step the policy must be its own reference, but the log-probabilities differ by up to "
            + $"{difference:G3} from those of {reference}: rewards would be measured from another place than the start"
            + "\n  fix: name the checkpoint that the policy starts from, or none, as task.ref_model");

    /// <summary>A score that the objective does not report was asked for.</summary>
    public static TrainingException UnknownMetric(string name, IReadOnlyCollection<string> known) =>
        new($"evaluation.metric_for_best_model is '{name}', which is not among the scores of this task: "
            + string.Join(", ", known) + NearestName.Suggest(name, known));

    /// <summary>A file of a checkpoint is missing or cannot be read.</summary>
    public static TrainingException DamagedCheckpoint(string folder, string file, string reason) =>
        new($"{folder} cannot be resumed: {file}: {reason}"
            + "\n  fix: remove that folder to go on from the checkpoint before it, or start afresh with --overwrite");

    /// <summary>A checkpoint is of another run.</summary>
    public static TrainingException ForeignCheckpoint(string folder, string difference) =>
        new($"{folder} cannot be resumed: {difference}"
            + "\n  fix: undo that change, or start afresh with --overwrite");
}
