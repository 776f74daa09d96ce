using System.Text.Json.Nodes;
using FineTune.Data;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Recipes;
using FineTune.Training;
using static TorchSharp.torch;

namespace GpuBenchmark;

/// <summary>Trains a case by the product's own loop and tells how fast that went.</summary>
internal static class TrainingRun
{
    // Steps between two log lines, where the device is waited for.
    private const int Group = 5;

    public static int Run(string name, Options options)
    {
        var model = name == "bert" ? BertCase.Create(options) : LlamaCase.Create(options);
        var config = model.Open();
        var adapter = PeftRegistry.Create(
            new LoraConfig { Rank = 16, Alpha = 32, TargetModules = TargetModules.Parse("all-linear") },
            new AdapterContext(config.ModelType, model.TaskType));
        var dtype = DeviceChoice.DType("auto", options.Device);
        var build = new ModelBuild(new RandomWeights(model.Shapes), adapter, dtype, options.Device, seed: 42);
        var objective = Objective(ModelRegistry.Find(config), config, build);
        build.Mode.GradientCheckpointing = options.Checkpointing;
        using var parameters = build.Parameters;
        using var flat = new FlatParameters(parameters.Trainable);
        DeviceMemory.ResetPeak(options.Device);

        var times = new StepTimes(profile: null);
        Train(objective, flat, build.Mode, model.Batch, options, times);
        var seconds = times.MedianSecondsOfStep(Group);
        var card = CudaDriver.Present?.Cards.ElementAtOrDefault(Math.Max(0, options.Device.index))?.Name;
        var result = new JsonObject
        {
            ["side"] = "finetune",
            ["model"] = name,
            ["checkpointing"] = options.Checkpointing,
            ["dtype"] = dtype.ToString(),
            ["device"] = card ?? "cpu",
            ["libtorch"] = __version__,
            ["rows"] = model.Batch.Sequences,
            ["tokens"] = model.Batch.Tokens,
            ["trainable"] = parameters.TrainableCount,
            ["step_seconds"] = seconds,
            ["examples_per_second"] = model.Batch.Sequences / seconds,
            ["tokens_per_second"] = model.Batch.Tokens / seconds,
            ["peak_memory_bytes"] = DeviceMemory.PeakBytes(options.Device),
            ["mfu"] = CardPeak.FlopsOf(card) is { } peak ? model.FlopsPerStep / seconds / peak : null,
            ["last_loss"] = times.LastLoss,
        };
        Console.WriteLine(result.ToJsonString());
        if (options.Profile)
        {
            // Apart, so that whatever the profiler does to a step, or to the process, the figures stand.
            var profile = new StepProfile(options.Device);
            Train(objective, flat, build.Mode, model.Batch, options with { Steps = 1 }, new StepTimes(profile));
            result["profile"] = profile.Largest();
            result["waits_in_a_step"] = profile.Waits;
            Console.WriteLine(result.ToJsonString());
        }
        return 0;
    }

    private static IObjective Objective(ModelEntry entry, FineTune.Formats.HfConfig config, ModelBuild build)
    {
        if (entry.ModelType == "bert")
        {
            var classifier = entry.ForSequenceClassification!(config, build.Root);
            build.Finish(_ => false);
            return new SequenceClassificationObjective(classifier, ProblemType.SingleLabelClassification, labels: 2);
        }
        var decoder = entry.ForCausalLM!(config, build.Root);
        build.Finish(_ => false);
        return new CausalLMObjective(decoder, build.Parameters.Trainable);
    }

    private static void Train(
        IObjective objective, FlatParameters flat, RunMode mode, HostBatch batch, Options options, StepTimes times)
    {
        var config = new TrainingConfig
        {
            PerDeviceTrainBatchSize = batch.Rows.Length,
            MaxSteps = options.Steps + Group,
            LoggingSteps = Group,
            SaveSteps = 0,
            LearningRate = 2e-4,
            WeightDecay = 0.01,
            GradientCheckpointing = options.Checkpointing,
        };
        var folder = Directory.CreateTempSubdirectory("gpu-benchmark-");
        try
        {
            using var optimizer = new AdamW(flat, AdamWSettings.From(config));
            var setup = new TrainSetup
            {
                Config = config,
                Evaluation = new EvaluationConfig { EvalStrategy = "no", EvalOnStart = false, LoadBestModelAtEnd = false },
                Plan = TrainPlan.For(batch.Rows.Length, config),
                Objective = objective,
                Parameters = flat,
                Optimizer = optimizer,
                Mode = mode,
                Device = options.Device,
                Data = new OneBatch(batch),
                Checkpoints = new CheckpointStore(folder.FullName, new NoStore(), keep: null),
                Observer = times,
            };
            new TrainLoop(setup, new TrainState()).Run(CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class OneBatch(HostBatch batch) : ITrainData
    {
        public int Rows => batch.Rows.Length;

        public IEnumerable<HostBatch> From(long position)
        {
            while (true)
            {
                position += Rows;
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
