using FineTune.Data;
using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>A sequence classifier of a golden folder, with the objective that its labels ask for.</summary>
internal sealed class ClassifierCase : IDisposable
{
    private readonly LoadedModel<ISequenceClassifier> _loaded;

    private ClassifierCase(LoadedModel<ISequenceClassifier> loaded, HfConfig config)
    {
        _loaded = loaded;
        var labels = config.Labels!.Count;
        Objective = new SequenceClassificationObjective(
            loaded.Model,
            labels == 1 ? ProblemType.Regression : ProblemType.SingleLabelClassification,
            labels);
    }

    public ISequenceClassifier Model => _loaded.Model;

    public ParameterSet Parameters => _loaded.Parameters;

    public RunMode Mode => _loaded.Mode;

    public SequenceClassificationObjective Objective { get; }

    /// <summary>Whether the folder's architecture exists here, with a sequence classifier.</summary>
    public static bool IsBuilt(string folder) =>
        ModelRegistry.All.FirstOrDefault(e => e.ModelType == HfConfig.Open(folder).ModelType)
            ?.ForSequenceClassification is not null;

    public static ClassifierCase Build(string folder, AdapterDecorator adapter, ScalarType dtype = ScalarType.Float32)
    {
        using var pretrained = PretrainedFolder.Open(folder);
        return new ClassifierCase(
            pretrained.LoadSequenceClassifier(
                pretrained.Config, new LoadOptions { Device = GoldenDevice.Device, Adapter = adapter, DType = dtype }),
            pretrained.Config);
    }

    public void Dispose() => _loaded.Dispose();
}
