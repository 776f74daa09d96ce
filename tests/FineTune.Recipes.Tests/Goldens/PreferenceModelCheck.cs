using System.Text.Json.Nodes;
using FineTune.Data;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Testing;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>A decoder with an adapter, trained on preferences: losses, metrics and gradients of each kind, and ten steps of
/// some.</summary>
internal sealed class PreferenceModelCheck : IGoldenCheck
{
    private const string KeyPrefix = "base_model.model.";
    private const int Batches = 10;

    // The reference averages these over prompts and padding too, as later versions of it do not.
    private static readonly string[] OtherMeaning = ["logits/chosen", "logits/rejected"];

    public bool Handles(GoldenCase golden) => golden.Expected["losses_on_batch0"] is not null;

    public void Run(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        using var tensors = golden.Tensors();
        foreach (var (kind, said) in golden.Expected["losses_on_batch0"]!.AsObject())
        {
            CheckLoss(golden, kind, said!.AsObject(), tensors);
        }
        foreach (var (kind, said) in golden.Expected["trajectories"]!.AsObject())
        {
            CheckTrajectory(golden, kind, said!.AsObject(), tensors);
        }
    }

    private static void CheckLoss(GoldenCase golden, string kind, JsonObject said, TensorFixture tensors)
    {
        using var loaded = Open(golden, out var adapter);
        var objective = Objective(kind, said["settings"]!.AsObject(), loaded, adapter);
        using var batch = BatchTransfer.ToDevice(Batch(kind, tensors, 0), GoldenDevice.Device);
        var loss = objective.Compute(batch);
        TensorAssert.Close(
            $"{kind}: loss", said["loss"]!.GetValue<double>(), loss.Sum.item<float>() / loss.Count, Tolerance.Logits);
        CheckMetrics(kind, said["metrics"]!.AsObject(), loss.Metrics!);
        (loss.Sum / loss.Count).backward();
        foreach (var parameter in loaded.Parameters.Trainable)
        {
            var name = $"{kind}/grad/{KeyPrefix}{parameter.Name}";
            if (tensors.Has(name))
            {
                TensorAssert.Close(name, tensors[name], parameter.Value.grad!, Tolerance.Gradient);
            }
        }
    }

    private static void CheckMetrics(string kind, JsonObject said, MetricSums metrics)
    {
        var sums = TensorAssert.Values(metrics.Sums);
        foreach (var (name, value) in said.Where(m => !OtherMeaning.Contains(m.Key)))
        {
            var (figure, isSum) = name.EndsWith("_sum", StringComparison.Ordinal) ? (name[..^4], true) : (name, false);
            var isCount = figure.StartsWith("count/", StringComparison.Ordinal);
            var place = metrics.Names.ToList().IndexOf(isCount ? $"rewards/{figure["count/".Length..]}" : figure);
            if (kind == "dpo_ipo" && name is not "rewards/accuracies")
            {
                continue; // There it reports means of a token, here sums as for every other loss.
            }
            if (place < 0 && value!.GetValue<double>() == 0)
            {
                continue; // A term that has no weight is not reported.
            }
            Assert.True(place >= 0, $"{kind}: {name} is not reported");
            var (sum, count) = (sums[2 * place], sums[(2 * place) + 1]);
            TensorAssert.Close(
                $"{kind}: {name}", value!.GetValue<double>(), isCount ? count : isSum ? sum : sum / count, Tolerance.Logits);
        }
    }

    private static void CheckTrajectory(GoldenCase golden, string kind, JsonObject said, TensorFixture tensors)
    {
        using var folder = new TemporaryFolder();
        using var loaded = Open(golden, out var adapter);
        var settings = golden.Expected["losses_on_batch0"]![kind]!["settings"]!.AsObject();
        var training = new GoldenTraining(
            loaded.Parameters, loaded.Mode, Objective(kind, settings, loaded, adapter), adapter);
        var log = training.Run(
            [.. Enumerable.Range(0, Batches).Select(i => Batch(kind, tensors, i))], accumulation: 1, folder.At("run"));
        TensorAssert.AllClose($"{kind}: loss", Numbers("loss"), log.Losses, Tolerance.Trajectory);
        TensorAssert.AllClose($"{kind}: lr", Numbers("lr"), log.LearningRates, Tolerance.LearningRate);
        TensorAssert.AllClose($"{kind}: grad_norm", Numbers("grad_norm"), log.GradNorms, Tolerance.Trajectory);
        foreach (var (step, metrics) in said["metrics"]!.AsArray().Index())
        {
            foreach (var (name, value) in metrics!.AsObject().Where(m => !OtherMeaning.Contains(m.Key)))
            {
                TensorAssert.Close(
                    $"{kind}, step {step}: {name}", value!.GetValue<double>(), log.Metrics[step][name], Tolerance.Logits);
            }
        }
        training.CheckFinal(golden, folder.At("adapter"), $"adapter_final_{kind}");

        IReadOnlyList<double> Numbers(string key) => [.. said[key]!.AsArray().Select(n => n!.GetValue<double>())];
    }

    private static IObjective Objective(
        string kind, JsonObject settings, LoadedModel<ICausalLM> loaded, Adapter adapter)
    {
        var config = new PreferenceConfig
        {
            LossType = kind.Split('_')[0] is "dpo" or "cpo" && settings["loss_type"] is { } type ? [type.GetValue<string>()] : [],
            Beta = settings["beta"]!.GetValue<double>(),
            LabelSmoothing = Number("label_smoothing") ?? 0,
            RpoAlpha = Number("rpo_alpha"),
            CpoAlpha = Number("cpo_alpha"),
            SimpoGamma = Number("simpo_gamma") ?? 0,
            DesirableWeight = Number("desirable_weight") ?? 1,
            UndesirableWeight = Number("undesirable_weight") ?? 1,
        };
        var reference = new ReferencePolicy("the base model", loaded.Model, () => adapter.Disabled(loaded.Parameters));
        var scorer = new CompletionScorer(loaded.Model, loaded.Parameters.Trainable, loaded.Mode, reference);
        return kind.Split('_')[0] switch
        {
            "dpo" => new PreferenceObjective(PreferenceRule.Dpo(config), scorer),
            "cpo" => new PreferenceObjective(PreferenceRule.Cpo(config), scorer),
            "simpo" => new PreferenceObjective(PreferenceRule.SimPo(config), scorer),
            "orpo" => new PreferenceObjective(PreferenceRule.Orpo(config), scorer),
            _ => new KtoObjective(config, scorer),
        };

        double? Number(string key) => settings[key]?.GetValue<double>();
    }

    private static HostBatch Batch(string kind, TensorFixture tensors, int number)
    {
        PairRow[] pairs =
        [
            .. Rows(tensors, $"batch{number}/chosen_").Zip(
                Rows(tensors, $"batch{number}/rejected_"), (chosen, rejected) => new PairRow(chosen, rejected)),
        ];
        var all = Enumerable.Range(0, pairs.Length).ToArray();
        if (!kind.StartsWith("kto", StringComparison.Ordinal))
        {
            return new PairCollator(pairs, withPromptTargets: kind == "orpo").Collate(all);
        }
        TokenRow[] rows = [.. pairs.Select(p => p.Chosen), .. pairs.Select(p => p.Rejected)];
        var collator = new JudgedCollator(rows, [.. rows.Select((_, i) => i < pairs.Length)], mismatched: false);
        var batch = collator.Collate([.. Enumerable.Range(0, rows.Length)]);
        // The case's own mismatched rows are the same rows in another order, of which only the mean counts.
        return batch with { Completions = batch.Completions! with { Mismatched = batch } };
    }

    private static IEnumerable<TokenRow> Rows(TensorFixture tensors, string prefix)
    {
        var ids = Of("input_ids");
        var mask = Of("attention_mask");
        var labels = Of("labels");
        for (var row = 0; row < ids.Length; row++)
        {
            var length = (int)mask[row].Sum();
            var start = Array.FindIndex(labels[row], label => label != TokenRow.IgnoreIndex);
            yield return new TokenRow(
                new RowOrigin(prefix, row), [.. ids[row].Take(length).Select(id => (int)id)], [new TokenRun(start, length)]);
        }

        long[][] Of(string name) =>
            [.. tensors[prefix + name].data<long>().ToArray().Chunk((int)tensors[prefix + name].shape[1])];
    }

    private static LoadedModel<ICausalLM> Open(GoldenCase golden, out Adapter adapter)
    {
        var folder = AdapterFolder.Open(golden.At("adapter"));
        using var pretrained = PretrainedFolder.Open(golden.At("base"));
        adapter = PeftRegistry.Create(folder.Config, new AdapterContext(pretrained.Entry.ModelType, folder.TaskType));
        var loaded = pretrained.LoadCausalLM(pretrained.Config, new LoadOptions { Device = GoldenDevice.Device, Adapter = adapter });
        folder.LoadInto(loaded.Parameters);
        return loaded;
    }
}
