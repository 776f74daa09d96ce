using FineTune.Data;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Testing;
using FineTune.Training;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>Trains an adapter as the goldens' notes say, and compares what comes out.</summary>
/// <param name="Parameters">The model's parameters.</param>
/// <param name="Mode">The model's switch.</param>
/// <param name="Objective">What it is trained for.</param>
/// <param name="Adapter">The adapter attached to it.</param>
internal sealed record GoldenTraining(ParameterSet Parameters, RunMode Mode, IObjective Objective, Adapter Adapter)
{
    private const double LearningRate = 1e-3;
    private const double WeightDecay = 0.01;
    private const int WarmupSteps = 2;

    /// <summary>Ten steps with AdamW, linear schedule and two steps of warm-up, as the goldens' notes say.</summary>
    public TrainLog Run(IReadOnlyList<HostBatch> batches, int accumulation, string runFolder)
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
        using var flat = new FlatParameters(Parameters.Trainable);
        using var optimizer = new AdamW(flat, AdamWSettings.From(config));
        var loop = new TrainLoop(
            new TrainSetup
            {
                Config = config,
                Evaluation = new EvaluationConfig { EvalStrategy = "no", EvalOnStart = false, LoadBestModelAtEnd = false },
                Plan = TrainPlan.For(batches.Sum(b => b.Rows.Length), config),
                Objective = Objective,
                Parameters = flat,
                Optimizer = optimizer,
                Mode = Mode,
                Device = GoldenDevice.Device,
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
    public void CheckFinal(GoldenCase golden, string folder, string expectedFolder = "adapter_final")
    {
        AdapterFolder.Save(folder, Adapter, Parameters, "base");
        using var expected = new TensorFixture(golden.At(expectedFolder, AdapterFolder.WeightsName));
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
