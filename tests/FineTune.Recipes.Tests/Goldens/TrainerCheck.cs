using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>transformers' own Trainer with gradient accumulation: losses, rates, norms, final adapter.</summary>
internal sealed class TrainerCheck : IGoldenCheck
{
    public bool Handles(GoldenCase golden) =>
        golden.Expected["micro_batch_loss"] is not null && ClassifierCase.IsBuilt(golden.At("base"));

    public void Run(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var tensors = golden.Tensors();
        using var adapted = AdaptedCase.Open(golden);
        var batchSize = golden.Expected["args"]!["per_device_train_batch_size"]!.GetValue<int>();
        var accumulation = golden.Expected["args"]!["gradient_accumulation_steps"]!.GetValue<int>();
        var rows = (int)tensors["dataset/input_ids"].shape[0];
        var batches = Enumerable.Range(0, rows).Chunk(batchSize)
            .Select(chunk => PaddedRows.Pack(tensors, "dataset/", chunk))
            .ToList();

        var log = adapted.Train(batches, accumulation, folder.At("run"));

        // Equal micro-batches: the mean of their means is the mean of all.
        var micro = golden.Expected["micro_batch_loss"]!.AsArray().Select(v => v!.GetValue<double>());
        TensorAssert.AllClose(
            "loss", [.. micro.Chunk(accumulation).Select(c => c.Average())], log.Losses, Tolerance.Trajectory);
        var steps = golden.Expected["log"]!.AsArray();
        TensorAssert.AllClose(
            "grad_norm",
            [.. steps.Select(s => s!["grad_norm"]!.GetValue<double>())],
            log.GradNorms,
            Tolerance.Trajectory);
        // The reference logs the rate after the scheduler's step: ours of the step that follows.
        TensorAssert.AllClose(
            "lr",
            [.. steps.SkipLast(1).Select(s => s!["lr_after_step"]!.GetValue<double>())],
            [.. log.LearningRates.Skip(1)],
            Tolerance.LearningRate);
        adapted.CheckFinal(golden, folder.At("adapter"));
    }
}
