using FineTune.Data;
using FineTune.Peft;
using FineTune.Testing;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>A golden base model with its golden adapter attached, ready to train as the reference did.</summary>
internal sealed class AdaptedCase : IDisposable
{
    private const double LearningRate = 1e-3;
    private const double WeightDecay = 0.01;
    private const int WarmupSteps = 2;

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

    /// <summary>Ten steps with AdamW, linear schedule and two steps of warm-up, as the goldens' notes say.</summary>
    public TrainLog Train(IReadOnlyList<HostBatch> batches, int accumulation, string runFolder)
    {
        var log = new TrainLog();
        var config = new TrainingConfig
        {
            LearningRate = LearningRate,
            WeightDecay = WeightDecay,
            WarmupSteps = WarmupSteps,
            PerDeviceTrainBatchSize = batches[0].Rows.Length,
            GradientAccumulationSteps = accumulation,
            NumTrainEpochs = 1,
            LoggingSteps = 1,
            SaveSteps = 0,
        };
        using var flat = new FlatParameters(Classifier.Parameters.Trainable);
        using var optimizer = new AdamW(flat, AdamWSettings.From(config));
        var loop = new TrainLoop(
            new TrainSetup
            {
                Config = config,
                Evaluation = new EvaluationConfig { EvalStrategy = "no", EvalOnStart = false, LoadBestModelAtEnd = false },
                Plan = TrainPlan.For(batches.Sum(b => b.Rows.Length), config),
                Objective = Classifier.Objective,
                Parameters = flat,
                Optimizer = optimizer,
                Mode = Classifier.Mode,
                Device = CPU,
                Data = new FixedBatches(batches),
                Checkpoints = new CheckpointStore(runFolder, new NoStore(), keep: null),
                Observer = log,
            },
            new TrainState());
        Assert.Equal(TrainEnd.Finished, loop.Run(CancellationToken.None));
        return log;
    }

    /// <summary>Saves the adapter and compares it, tensor by tensor, with the reference's result. A tensor whose gradient
    /// is zero in exact arithmetic may stray as far as the reference's own float32 does, times ten.</summary>
    public void CheckFinal(GoldenCase golden, string folder)
    {
        AdapterFolder.Save(folder, Adapter, Classifier.Parameters, "base");
        using var expected = new TensorFixture(golden.At("adapter_final", AdapterFolder.WeightsName));
        using var actual = new TensorFixture(Path.Combine(folder, AdapterFolder.WeightsName));
        Assert.Equal(expected.Names.Order(StringComparer.Ordinal), actual.Names.Order(StringComparer.Ordinal));
        var strays = golden.Expected["trajectory"]?["f32_vs_f64"]?["adapter_maxabs_by_tensor"];
        foreach (var name in expected.Names)
        {
            var stray = 10 * (strays?[name]?.GetValue<double>() ?? 0);
            TensorAssert.Close(
                name,
                expected[name],
                actual[name],
                Tolerance.Trajectory with { Absolute = Math.Max(Tolerance.Trajectory.Absolute, stray) });
        }
    }

    public void Dispose() => Classifier.Dispose();

    private sealed class FixedBatches(IReadOnlyList<HostBatch> batches) : ITrainData
    {
        public int Rows => batches.Sum(b => b.Rows.Length);

        public IEnumerable<HostBatch> From(long position)
        {
            foreach (var batch in batches)
            {
                position += batch.Rows.Length;
                yield return batch with { NextPosition = position };
            }
        }
    }

    private sealed class NoStore : IModelStore
    {
        public void Save(string folder)
        {
        }

        public void Load(string folder)
        {
        }
    }
}
