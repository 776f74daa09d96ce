using FineTune.Data;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>The tiny BERT, all of it trained, with the objective of a problem type.</summary>
internal sealed class TinyClassifier : IDisposable
{
    private readonly LoadedModel<ISequenceClassifier> _loaded;

    private TinyClassifier(LoadedModel<ISequenceClassifier> loaded, ProblemType problem)
    {
        _loaded = loaded;
        Objective = new SequenceClassificationObjective(loaded.Model, problem, TinyData.LabelsOf(problem));
    }

    public SequenceClassificationObjective Objective { get; }

    public ParameterSet Parameters => _loaded.Parameters;

    public RunMode Mode => _loaded.Mode;

    public static TinyClassifier Load(
        ProblemType problem = ProblemType.SingleLabelClassification, bool dropout = false)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var labels = TinyData.LabelsOf(problem);
        var config = TinyBert.Config(labels);
        config["hidden_dropout_prob"] = dropout ? 0.2 : 0.0;
        config["attention_probs_dropout_prob"] = dropout ? 0.2 : 0.0;
        TinyBert.Write(folder.Path, config, TinyBert.Weights(seed: 1, labels));
        using var pretrained = PretrainedFolder.Open(folder.Path);
        return new TinyClassifier(
            pretrained.LoadSequenceClassifier(
                pretrained.Config, new LoadOptions { Device = CPU, Adapter = new TrainsEverything() }),
            problem);
    }

    public void Dispose() => _loaded.Dispose();
}
