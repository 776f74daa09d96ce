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
        var adapter = GoldenAdapter.Of(golden);
        using var loaded = Open(golden, adapter);
        using var rows = new PackedRows(tensors);
        using (adapter.Adapter.Disabled(loaded.Parameters))
        {
            TensorAssert.Close(
                "logits_base", rows.AtRealTokens(tensors["logits_base"]), Logits(loaded, rows), Tolerance.Logits);
        }
        TensorAssert.Close("logits", rows.AtRealTokens(RealLogits(tensors)), Logits(loaded, rows), Tolerance.Logits);
        CheckStored(golden, tensors, rows);
        Assert.Equal(golden.Expected["trainable_parameters"]!.GetValue<long>(), loaded.Parameters.TrainableCount);
        CheckGradients(golden, loaded, adapter, tensors);
        if (adapter.CanMerge)
        {
            CheckMerged(golden, loaded, adapter.Adapter, rows, tensors);
        }
        else
        {
            adapter.CheckRefusal(loaded.Parameters);
        }
    }

    // What the folder holds gives the same logits without the encoder that made it.
    private static void CheckStored(GoldenCase golden, TensorFixture tensors, PackedRows rows)
    {
        using var loaded = Open(golden, GoldenAdapter.Of(golden, asStored: true));
        TensorAssert.Close("stored", rows.AtRealTokens(RealLogits(tensors)), Logits(loaded, rows), Tolerance.Logits);
    }

    // The reference gives logits of virtual tokens too, in front.
    private static Tensor RealLogits(TensorFixture tensors)
    {
        var (logits, length) = (tensors["logits"], tensors["input_ids"].shape[1]);
        return logits.narrow(1, logits.shape[1] - length, length);
    }

    // The generator cleared its gradients before it wrote them; the trajectory's norms and final tensors pin them.
    private static void CheckGradients(
        GoldenCase golden, LoadedModel<ICausalLM> loaded, GoldenAdapter adapter, TensorFixture tensors)
    {
        using var batch = BatchTransfer.ToDevice(Batch(tensors, ""), GoldenDevice.Device);
        var sum = new CausalLMObjective(loaded.Model, loaded.Parameters.Trainable).Compute(batch);
        var loss = sum.Sum / sum.Count;
        TensorAssert.Close("loss", tensors["loss"], loss.view(1), Tolerance.Logits);
        loss.backward();
        var squares = 0.0;
        foreach (var parameter in loaded.Parameters.Trainable)
        {
            var recorded = tensors[$"grad/{adapter.NameOf(parameter)}"];
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
        using var merged = pretrained.LoadCausalLM(pretrained.Config, new LoadOptions { Device = GoldenDevice.Device });
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
        var adapter = GoldenAdapter.Of(golden);
        using var loaded = Open(golden, adapter);
        var training = new GoldenTraining(
            loaded.Parameters,
            loaded.Mode,
            new CausalLMObjective(loaded.Model, loaded.Parameters.Trainable),
            adapter.Adapter);
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
        adapter.CheckFinal(tensors, loaded.Parameters);
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
            InputIds = rows.Batch.InputIds.cpu().data<long>().ToArray(),
            PositionIds = rows.Batch.PositionIds.cpu().data<long>().ToArray(),
            Offsets = rows.Batch.Layout.Offsets.ToArray(),
            Labels = rows.AtRealTokens(tensors[$"{prefix}labels"]).data<long>().ToArray(),
            Rows = [.. Enumerable.Range(0, rows.Batch.Layout.Count)],
            SupervisedRows = supervised,
            TargetIds = [.. supervised.Select(token => successors[token])],
        };
    }

    private static Tensor Logits(LoadedModel<ICausalLM> loaded, PackedRows rows) =>
        loaded.Model.Logits(loaded.Model.Hidden(rows.Batch));

    private static LoadedModel<ICausalLM> Open(GoldenCase golden, GoldenAdapter adapter)
    {
        using var pretrained = PretrainedFolder.Open(golden.At("base"));
        var loaded = pretrained.LoadCausalLM(
            pretrained.Config, new LoadOptions { Device = GoldenDevice.Device, Adapter = adapter.Adapter });
        adapter.LoadInto(loaded.Parameters);
        return loaded;
    }
}
