using FineTune.Data;
using FineTune.Peft;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>A golden base model with its golden adapter attached, ready to train as the reference did.</summary>
internal sealed class AdaptedCase : IDisposable
{
    private AdaptedCase(ClassifierCase classifier, Adapter adapter) => (Classifier, Adapter) = (classifier, adapter);

    public ClassifierCase Classifier { get; }

    public Adapter Adapter { get; }

    public static AdaptedCase Open(GoldenCase golden)
    {
        var folder = AdapterFolder.Open(golden.At("adapter"));
        var adapter = PeftRegistry.Create(
            folder.Config, new AdapterContext(Formats.HfConfig.Open(golden.At("base")).ModelType, folder.TaskType));
        var classifier = ClassifierCase.Build(golden.At("base"), adapter);
        folder.LoadInto(classifier.Parameters);
        return new AdaptedCase(classifier, adapter);
    }

    /// <summary>Ten steps as the goldens' notes say.</summary>
    public TrainLog Train(IReadOnlyList<HostBatch> batches, int accumulation, string runFolder) =>
        Training.Run(batches, accumulation, runFolder);

    /// <summary>Saves the adapter and compares it with the reference's result.</summary>
    public void CheckFinal(GoldenCase golden, string folder) => Training.CheckFinal(golden, folder);

    public void Dispose() => Classifier.Dispose();

    private GoldenTraining Training => new(Classifier.Parameters, Classifier.Mode, Classifier.Objective, Adapter);
}
