using FineTune.Nn;

namespace FineTune.Training.Tests;

/// <summary>What is trained, and on what.</summary>
internal sealed record TinyTask(IObjective Objective, IEnumerable<Parameter> Trainables, RunMode Mode, ITrainData Data)
{
    /// <summary>A classifier on some rows.</summary>
    public static TinyTask Of(TinyClassifier classifier, TinyData data) =>
        new(classifier.Objective, classifier.Parameters.Trainable, classifier.Mode, data);

    /// <summary>A scripted objective on some rows.</summary>
    public static TinyTask Of(ScriptedObjective objective, TinyData data) =>
        new(objective, objective.Parameters, new RunMode(), data);
}
