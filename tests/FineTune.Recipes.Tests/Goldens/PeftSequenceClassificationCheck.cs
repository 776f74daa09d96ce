using FineTune.Peft;
using FineTune.Testing;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>An adapter on a classifier: logits with, without and merged, gradients, ten steps of training, the file it
/// leaves.</summary>
internal sealed class PeftSequenceClassificationCheck : IGoldenCheck
{
    public bool Handles(GoldenCase golden) =>
        golden.Text("task") is "seqcls" or "regression"
        && PeftRegistry.All.Any(e => e.PeftType == golden.Text("peft_type"))
        && ClassifierCase.IsBuilt(golden.At("base"));

    public void Run(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        using var tensors = golden.Tensors();
        using var adapted = AdaptedCase.Open(golden);
        CheckOutputs(golden, adapted, tensors);
        if (adapted.Golden.CanMerge)
        {
            CheckMerged(golden, adapted, tensors);
        }
        else
        {
            adapted.Golden.CheckRefusal(adapted.Classifier.Parameters);
        }
        CheckGradients(golden, adapted, tensors);
        CheckTrajectory(golden, tensors);
    }

    private static void CheckOutputs(GoldenCase golden, AdaptedCase adapted, TensorFixture tensors)
    {
        using var batch = BatchTransfer.ToDevice(PaddedRows.Pack(tensors), GoldenDevice.Device);
        using (adapted.Adapter.Disabled(adapted.Classifier.Parameters))
        {
            TensorAssert.Close(
                "logits_base", tensors["logits_base"], adapted.Classifier.Model.Logits(batch), Tolerance.Logits);
        }
        TensorAssert.Close("logits", tensors["logits"], adapted.Classifier.Model.Logits(batch), Tolerance.Logits);
        var loss = adapted.Classifier.Objective.Compute(batch);
        TensorAssert.Close("loss", tensors["loss"], loss.Sum.view(1) / loss.Count, Tolerance.Logits);
        Assert.Equal(golden.Expected["trainable_parameters"]!.GetValue<long>(), adapted.Classifier.Parameters.TrainableCount);
    }

    private static void CheckMerged(GoldenCase golden, AdaptedCase adapted, TensorFixture tensors)
    {
        using var folder = new TemporaryFolder();
        File.Copy(golden.At("base", "config.json"), folder.At("config.json"));
        Merger.Write(folder.At("model.safetensors"), adapted.Adapter, adapted.Classifier.Parameters, float32);
        using var merged = ClassifierCase.Build(folder.Path, Nn.AdapterDecorator.None);
        using var batch = BatchTransfer.ToDevice(PaddedRows.Pack(tensors), GoldenDevice.Device);
        TensorAssert.Close("logits_merged", tensors["logits_merged"], merged.Model.Logits(batch), Tolerance.Logits);
        foreach (var name in tensors.Names.Where(n => n.StartsWith("merged/", StringComparison.Ordinal)))
        {
            TensorAssert.Close(
                name, tensors[name], merged.Parameters.Find(name["merged/".Length..])!.Value, Tolerance.Op);
        }
    }

    private static void CheckGradients(GoldenCase golden, AdaptedCase adapted, TensorFixture tensors)
    {
        // The case's generator cleared its gradients before it wrote them: they are all exactly zero, though its own
        // trajectory reports norms above 0.5. Where the true ones were recorded again they lie in a file beside it;
        // elsewhere the trajectory's norms and final tensors have to pin them.
        var recordedAgain = File.Exists(golden.At("gradients.safetensors"));
        using var again = recordedAgain ? new TensorFixture(golden.At("gradients.safetensors")) : null;
        var recorded = again ?? tensors;
        if (AllZero(recorded))
        {
            Assert.All(golden.Numbers("trajectory", "grad_norm"), norm => Assert.True(norm > 0));
            return;
        }
        using var batch = BatchTransfer.ToDevice(PaddedRows.Pack(tensors), GoldenDevice.Device);
        var loss = adapted.Classifier.Objective.Compute(batch);
        loss.Sum.backward();
        foreach (var parameter in adapted.Classifier.Parameters.Trainable)
        {
            var name = $"grad/{adapted.Golden.NameOf(parameter)}";
            TensorAssert.Close(name, recorded[name], parameter.Value.grad! / loss.Count, Tolerance.Gradient);
        }
    }

    private static bool AllZero(TensorFixture recorded) => recorded.Names
        .Where(n => n.StartsWith("grad/", StringComparison.Ordinal))
        .All(n => TensorAssert.Values(recorded[n]).All(v => v == 0));

    private static void CheckTrajectory(GoldenCase golden, TensorFixture tensors)
    {
        using var folder = new TemporaryFolder();
        var batches = Enumerable.Range(0, golden.Numbers("trajectory", "loss").Length)
            .Select(step => PaddedRows.Pack(tensors, $"traj/batch{step}/"))
            .ToList();
        using var adapted = AdaptedCase.Open(golden);
        var log = adapted.Train(batches, accumulation: 1, folder.At("run"));

        TensorAssert.AllClose("loss", golden.Numbers("trajectory", "loss"), log.Losses, Tolerance.Trajectory);
        TensorAssert.AllClose("lr", golden.Numbers("trajectory", "lr"), log.LearningRates, Tolerance.LearningRate);
        TensorAssert.AllClose("grad_norm", golden.Numbers("trajectory", "grad_norm"), log.GradNorms, Tolerance.Trajectory);
        adapted.CheckFinal(golden, folder.At("adapter"));
        adapted.Golden.CheckFinal(tensors, adapted.Classifier.Parameters);
        using var written = new TensorFixture(folder.At("adapter", AdapterFolder.WeightsName));
        Assert.Equal(
            golden.Expected["adapter_keys"]!.AsArray().Select(k => k!.GetValue<string>()).Order(StringComparer.Ordinal),
            written.Names.Order(StringComparer.Ordinal));
    }
}
