using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>What a recipe trains for: the part of a run that differs from task to task.</summary>
internal sealed record TrainTask
{
    /// <summary>The loss and the scores.</summary>
    public required IObjective Objective { get; init; }

    /// <summary>Training batches.</summary>
    public required ITrainData Data { get; init; }

    /// <summary>Hash of the training rows; a run goes on with the same ones only.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Scores the validation data; null where there is none.</summary>
    public Evaluator? Validation { get; init; }

    /// <summary>Scores the test data; null where there is none.</summary>
    public Evaluator? Test { get; init; }

    /// <summary>What the adapter's card says of the task.</summary>
    public required CardText Card { get; init; }

    /// <summary>Scores of an answer that looks at nothing; null where there is no such thing.</summary>
    public IReadOnlyDictionary<string, double>? Majority { get; init; }

    /// <summary>Writes the test data's predictions to a file; null where they are not wanted.</summary>
    public Action<string, CancellationToken>? Predict { get; init; }
}
