using FineTune.Data;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Testing;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>An adapter on a decoder: logits with, without and merged, gradients, ten steps of training, the file it
/// leaves.</summary>
internal sealed class PeftCausalLMCheck : IGoldenCheck
{
    private const string KeyPrefix = "base_model.model.";

    public bool Handles(GoldenCase golden) =>
        golden.Text("task") == "causal"
        && PeftRegistry.All.Any(e => e.PeftType == golden.Text("peft_type"))
        && CausalLMCheck.IsBuilt(golden.At("base"));

    public void Run(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        using var tensors = golden.Tensors();
        CheckOutputs(golden, tensors);
        CheckTrajectory(golden, tensors);
    }

    private static void CheckOutputs(GoldenCase golden, TensorFixture tensors)
    {
        using var loaded = Open(golden, out var adapter);
        using var rows = new PackedRows(tensors);
        using (adapter.Disabled(loaded.Parameters))
        {
            TensorAssert.Close(
                "logits_base", rows.AtRealTokens(tensors["logits_base"]), Logits(loaded, rows), Tolerance.Logits);
        }
        var logits = Logits(loaded, rows);
        TensorAssert.Close("logits", rows.AtRealTokens(tensors["logits"]), logits, Tolerance.Logits);
        var loss = rows.Loss(logits, tensors["labels"]);
        TensorAssert.Close("loss", tensors["loss"], loss.view(1), Tolerance.Logits);
        Assert.Equal(golden.Expected["trainable_parameters"]!.GetValue<long>(), loaded.Parameters.TrainableCount);
        CheckGradients(golden, loaded, loss, tensors);
        CheckMerged(golden, loaded, adapter, rows, tensors);
    }

    // The generator cleared its gradients before it wrote them; the trajectory's norms and final tensors pin them.
    private static void CheckGradients(
        GoldenCase golden, LoadedModel<ICausalLM> loaded, Tensor loss, TensorFixture tensors)
    {
        loss.backward();
        var squares = 0.0;
        foreach (var parameter in loaded.Parameters.Trainable)
        {
            var recorded = tensors[$"grad/{KeyPrefix}{parameter.Name}"];
            var gradient = parameter.Value.grad!;
            Assert.Equal(recorded.shape, gradient.shape);
            squares += gradient.square().sum().item<float>();
            if (TensorAssert.Values(recorded).Any(v => v != 0))
            {
                TensorAssert.Close(parameter.Name, recorded, gradient, Tolerance.Gradient);
            }
        }
        Assert.True(squares > 0, $"{golden.Name}: no gradients");
    }

    private static void CheckMerged(
        GoldenCase golden, LoadedModel<ICausalLM> loaded, Adapter adapter, PackedRows rows, TensorFixture tensors)
    {
        using var folder = new TemporaryFolder();
        File.Copy(golden.At("base", "config.json"), folder.At("config.json"));
        Merger.Write(folder.At("model.safetensors"), adapter, loaded.Parameters, float32);
        using var pretrained = PretrainedFolder.Open(folder.Path);
        using var merged = pretrained.LoadCausalLM(pretrained.Config, new LoadOptions { Device = CPU });
        TensorAssert.Close(
            "logits_merged", rows.AtRealTokens(tensors["logits_merged"]), Logits(merged, rows), Tolerance.Logits);
        foreach (var name in tensors.Names.Where(n => n.StartsWith("merged/", StringComparison.Ordinal)))
        {
            TensorAssert.Close(
                name, tensors[name], merged.Parameters.Find(name["merged/".Length..])!.Value, Tolerance.Op);
        }
    }

    private static void CheckTrajectory(GoldenCase golden, TensorFixture tensors)
    {
        using var folder = new TemporaryFolder();
        using var loaded = Open(golden, out var adapter);
        var training = new GoldenTraining(
            loaded.Parameters, loaded.Mode, new CausalLMObjective(loaded.Model, loaded.Parameters.Trainable), adapter);
        var batches = Enumerable.Range(0, golden.Numbers("trajectory", "loss").Length)
            .Select(step => Batch(tensors, $"traj/batch{step}/"))
            .ToList();
        var log = training.Run(batches, accumulation: 1, folder.At("run"));

        // Where Adam turns vanishing gradients into steps, the reference's own float32 strays from its float64.
        var stray = 10 * golden.Expected["trajectory"]!["f32_vs_f64"]!["loss_maxabs"]!.GetValue<double>();
        var near = Tolerance.Trajectory with { Absolute = Math.Max(Tolerance.Trajectory.Absolute, stray) };
        TensorAssert.AllClose("loss", golden.Numbers("trajectory", "loss"), log.Losses, near);
        TensorAssert.AllClose("lr", golden.Numbers("trajectory", "lr"), log.LearningRates, Tolerance.LearningRate);
        TensorAssert.AllClose("grad_norm", golden.Numbers("trajectory", "grad_norm"), log.GradNorms, near);
        training.CheckFinal(golden, folder.At("adapter"));
        using var written = new TensorFixture(folder.At("adapter", AdapterFolder.WeightsName));
        Assert.Equal(
            golden.Expected["adapter_keys"]!.AsArray().Select(k => k!.GetValue<string>()).Order(StringComparer.Ordinal),
            written.Names.Order(StringComparer.Ordinal));
    }

    private static HostBatch Batch(TensorFixture tensors, string prefix)
    {
        using var rows = new PackedRows(tensors, prefix);
        var successors = rows.Successors(tensors[$"{prefix}labels"]);
        long[] supervised =
            [.. successors.Index().Where(s => s.Item != TokenRow.IgnoreIndex).Select(s => (long)s.Index)];
        return new HostBatch
        {
            InputIds = rows.Batch.InputIds.data<long>().ToArray(),
            PositionIds = rows.Batch.PositionIds.data<long>().ToArray(),
            Offsets = rows.Batch.Layout.Offsets.ToArray(),
            Rows = [.. Enumerable.Range(0, rows.Batch.Layout.Count)],
            SupervisedRows = supervised,
            TargetIds = [.. supervised.Select(token => successors[token])],
        };
    }

    private static Tensor Logits(LoadedModel<ICausalLM> loaded, PackedRows rows) =>
        loaded.Model.Logits(loaded.Model.Hidden(rows.Batch));

    private static LoadedModel<ICausalLM> Open(GoldenCase golden, out Adapter adapter)
    {
        var folder = AdapterFolder.Open(golden.At("adapter"));
        using var pretrained = PretrainedFolder.Open(golden.At("base"));
        adapter = PeftRegistry.Create(folder.Config, new AdapterContext(pretrained.Entry.ModelType, folder.TaskType));
        var loaded = pretrained.LoadCausalLM(pretrained.Config, new LoadOptions { Device = CPU, Adapter = adapter });
        folder.LoadInto(loaded.Parameters);
        return loaded;
    }
}
