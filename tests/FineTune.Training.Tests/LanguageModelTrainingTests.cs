using FineTune.Data;
using FineTune.Peft;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>How rows of a language model are packed, cut into batches and recomputed does not change what is
/// learned.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class LanguageModelTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Architectures => ["llama", "gpt2", "gemma2", "qwen3"];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Packed_unpacked_and_one_by_one_give_the_same_gradients(string modelType)
    {
        using var model = TinyLanguageModel.Load(modelType, new WholeModel());
        var objective = model.Objective();
        var unpacked = new TinyTexts(seed: 1, rows: 9, batchSize: 9);
        var packed = new TinyTexts(seed: 1, rows: 9, batchSize: 9, room: 30);
        Assert.InRange(packed.Rows, 2, 8);

        var (sum, count, expected) = Backward([unpacked.Whole]);
        foreach (var (name, batches) in new (string, IEnumerable<HostBatch>)[]
        {
            ("packed", [packed.Whole]), ("in bins", packed.From(0).Take(1)), ("one by one", unpacked.OneByOne()),
        })
        {
            var (otherSum, otherCount, gradients) = Backward(batches);
            Assert.Equal(count, otherCount);
            TensorAssert.Close($"loss {name}", sum / count, otherSum / otherCount, Tolerance.SameResult);
            Assert.All(expected, e =>
                TensorAssert.AllClose($"{e.Key} {name}", Mean(e.Value), Mean(gradients[e.Key]), Tolerance.SameResult));
        }

        double[] Mean(double[] gradient) => Array.ConvertAll(gradient, v => v / count);

        (double, long, IReadOnlyDictionary<string, double[]>) Backward(IEnumerable<HostBatch> batches)
        {
            var (total, tokens) = (0.0, 0L);
            foreach (var host in batches)
            {
                using var batch = BatchTransfer.ToDevice(host, CPU);
                var loss = objective.Compute(batch);
                loss.Sum.backward();
                (total, tokens) = (total + loss.Sum.item<float>(), tokens + loss.Count);
            }
            return (total, tokens, model.TakeGradients());
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Recomputed_layers_give_the_same_weights_to_the_last_bit(string modelType)
    {
        double[] Trained(bool checkpointing)
        {
            using var model = TinyLanguageModel.Load(
                modelType, TinyLanguageModel.Lora(modelType, dropout: 0.2, Targets(modelType)));
            model.Mode.GradientCheckpointing = checkpointing;
            new NeftuneNoise(5).Attach(model.Mode);
            return Train(model, new TinyTexts(seed: 2, rows: 8, batchSize: 4), Config(batch: 4, accumulation: 1, steps: 4))
                .Everything;
        }

        Assert.Equal(Trained(checkpointing: false), Trained(checkpointing: true));
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(1, 8)]
    [InlineData(3, 3)]
    public void A_step_over_eight_rows_is_the_same_however_they_are_cut(int batch, int accumulation)
    {
        var whole = Step(8, 1);
        var cut = Step(batch, accumulation);
        TensorAssert.AllClose("gradient", whole.Gradient, cut.Gradient, Tolerance.SameResult);
        TensorAssert.Close("loss", whole.Last.Loss, cut.Last.Loss, Tolerance.SameResult);
        TensorAssert.Close("norm", whole.Last.GradNorm, cut.Last.GradNorm, Tolerance.SameResult);

        (double[] Gradient, StepReport Last, double[] Everything) Step(int size, int windows)
        {
            using var model = TinyLanguageModel.Load("llama", new WholeModel());
            return Train(model, new TinyTexts(seed: 3, rows: 8, size), Config(size, windows, steps: 1) with { LearningRate = 0 });
        }
    }

    [Fact]
    public void A_resumed_run_ends_where_an_unbroken_one_does()
    {
        var config = Config(batch: 3, accumulation: 1, steps: 6) with { SaveSteps = 3 };
        double[] Run(string folder, int? stopAfter)
        {
            using var model = TinyLanguageModel.Load("llama", TinyLanguageModel.Lora("llama", 0.2, "q_proj", "lm_head"));
            new NeftuneNoise(5).Attach(model.Mode);
            using var run = NewRun(model, new TinyTexts(seed: 4, rows: 8, batchSize: 3), config, folder);
            _ = stopAfter is { } step ? run.RunUntil(step) : run.Run();
            return run.Everything();
        }

        var unbroken = Run(_folder.At("unbroken"), stopAfter: null);
        Run(_folder.At("broken"), stopAfter: 3);
        Assert.Equal(unbroken, Run(_folder.At("broken"), stopAfter: null));
    }

    [Fact]
    public void Noise_stays_within_its_bound_and_away_from_evaluation()
    {
        const double Alpha = 8;
        using var model = TinyLanguageModel.Load("llama", new WholeModel());
        using var batch = BatchTransfer.ToDevice(new TinyTexts(seed: 5, rows: 3, batchSize: 3).Whole, CPU);
        new NeftuneNoise(Alpha).Attach(model.Mode);
        var zero = zeros(batch.Layout.Tokens, 32);

        model.Mode.Training = false;
        Assert.Equal(0, model.Mode.Noisy(zero, batch.Layout).abs().max().item<float>());
        model.Mode.Training = true;
        var noise = model.Mode.Noisy(zero, batch.Layout);
        for (var s = 0; s < batch.Layout.Count; s++)
        {
            var length = batch.Layout.LengthOf(s);
            var largest = noise.narrow(0, batch.Layout.Offsets[s], length).abs().max().item<float>();
            var bound = Alpha / Math.Sqrt(length * 32);
            Assert.InRange(largest, 0.8 * bound, bound * 1.000001);
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static string[] Targets(string modelType) =>
        modelType == "gpt2" ? ["c_attn", "c_fc"] : ["q_proj", "v_proj", "up_proj"];

    private static TrainingConfig Config(int batch, int accumulation, int steps) => new()
    {
        PerDeviceTrainBatchSize = batch,
        GradientAccumulationSteps = accumulation,
        MaxSteps = steps,
        LearningRate = 1e-2,
        LoggingSteps = 1,
        SaveSteps = 0,
        MaxGradNorm = 0,
    };

    private (double[] Gradient, StepReport Last, double[] Everything) Train(
        TinyLanguageModel model, TinyTexts data, TrainingConfig config)
    {
        using var run = NewRun(model, data, config, _folder.At(Guid.NewGuid().ToString()));
        Assert.Equal(TrainEnd.Finished, run.Run());
        return (TensorAssert.Values(run.Parameters.Gradients), run.Log.Steps[^1], run.Everything());
    }

    private static TinyRun NewRun(TinyLanguageModel model, TinyTexts data, TrainingConfig config, string folder) =>
        new(folder, config, new TinyTask(model.Objective(), model.Parameters.Trainable, model.Mode, data));
}
