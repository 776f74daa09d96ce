using FineTune.Data;
using FineTune.Peft;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>A golden base model with its golden adapter attached, ready to train as the reference did.</summary>
internal sealed class AdaptedCase : IDisposable
{
    private AdaptedCase(ClassifierCase classifier, GoldenAdapter golden) => (Classifier, Golden) = (classifier, golden);

    public ClassifierCase Classifier { get; }

    public GoldenAdapter Golden { get; }

    public Adapter Adapter => Golden.Adapter;

    public static AdaptedCase Open(GoldenCase golden)
    {
        var adapter = GoldenAdapter.Of(golden);
        var classifier = ClassifierCase.Build(golden.At("base"), adapter.Adapter);
        adapter.LoadInto(classifier.Parameters);
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
