using FineTune.Data;
using FineTune.Peft;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>What a loss of preferences must not depend on, and where it starts.</summary>
public sealed class PreferenceObjectiveTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Kinds => ["dpo", "rpo", "ipo", "several", "ld", "cpo", "simpo", "orpo"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Neither_the_order_of_pairs_nor_the_split_into_batches_counts(string kind)
    {
        var adapter = TinyLanguageModel.Lora("llama", 0, "q_proj", "v_proj");
        using var model = TinyLanguageModel.Load("llama", adapter);
        var rule = Rule(kind);
        var collator = new PairCollator(TinyPairs.Draw(seed: 7, pairs: 6), true, rule.NllOnPrompts)
        {
            LdAlpha = rule.Config.LdAlpha,
        };
        var objective = new PreferenceObjective(rule, TinyPairs.Scorer(model, rule.UsesReference ? adapter : null));
        var whole = TinyPairs.Step(model, objective, collator.Collate([0, 1, 2, 3, 4, 5]));
        TinyPairs.Same("turned round", whole, TinyPairs.Step(model, objective, collator.Collate([5, 3, 1, 0, 2, 4])));
        TinyPairs.Same(
            "in three batches",
            whole,
            TinyPairs.Step(
                model, objective, collator.Collate([3]), collator.Collate([1, 5]), collator.Collate([0, 2, 4])));
    }

    [Fact]
    public void Before_training_the_loss_is_ln_2_and_the_margin_exactly_0()
    {
        var adapter = PeftRegistry.Create(
            new LoraConfig { Rank = 4, TargetModules = TargetModules.List(["q_proj", "v_proj"]), Dropout = 0.5 },
            new AdapterContext("llama", AdapterContext.CausalLM));
        using var model = TinyLanguageModel.Load("llama", adapter);
        Silence(model);
        var scorer = TinyPairs.Scorer(model, adapter);
        model.Mode.Training = true; // Dropout would part the two.
        using var batch = BatchTransfer.ToDevice(
            new PairCollator(TinyPairs.Draw(seed: 8, pairs: 5), sharedPrompts: true).Collate([0, 1, 2, 3, 4]), CPU);
        Assert.Equal(0, scorer.LargestDifference(batch));
        var loss = new PreferenceObjective(PreferenceRule.Dpo(new PreferenceConfig()), scorer).Compute(batch);
        Assert.Equal(Math.Log(2), loss.Sum.item<float>() / loss.Count, 1e-6);
    }

    [Fact]
    public void Stored_log_probabilities_of_the_reference_do_what_live_ones_do()
    {
        var adapter = TinyLanguageModel.Lora("llama", 0, "q_proj", "v_proj");
        using var model = TinyLanguageModel.Load("llama", adapter);
        var pairs = TinyPairs.Draw(seed: 9, pairs: 4);
        var scorer = TinyPairs.Scorer(model, adapter);
        var objective = new PreferenceObjective(PreferenceRule.Dpo(new PreferenceConfig()), scorer);
        var host = new PairCollator(pairs).Collate([0, 1, 2, 3]);
        using var batch = BatchTransfer.ToDevice(host, CPU);
        var live = scorer.Live(batch).data<float>().ToArray();
        var known = new (float, float)[pairs.Length];
        foreach (var (place, row) in host.Rows.Index())
        {
            known[row] = (live[place], live[place + pairs.Length]);
        }
        var stored = new PairCollator(pairs) { ReferenceLogProbs = known }.Collate([2, 0, 3, 1]);
        TinyPairs.Same("stored", TinyPairs.Step(model, objective, host), TinyPairs.Step(model, objective, stored));
    }

    [Fact]
    public void A_frozen_copy_is_the_reference_whatever_was_learned_since()
    {
        using var model = TinyLanguageModel.Load("llama", TinyLanguageModel.Lora("llama", 0, "q_proj"));
        using var copy = new FrozenCopy(model.Parameters.Trainable);
        var scorer = new CompletionScorer(
            model.Model, model.Parameters.Trainable, model.Mode, new ReferencePolicy("copy", model.Model, copy.Use));
        using var batch = BatchTransfer.ToDevice(new PairCollator(TinyPairs.Draw(10, 3)).Collate([0, 1, 2]), CPU);
        Assert.Equal(0, scorer.LargestDifference(batch));
        var before = TensorAssert.Values(scorer.Live(batch));
        using (no_grad())
        {
            foreach (var parameter in model.Parameters.Trainable)
            {
                parameter.Value.add_(0.5);
            }
        }
        var trained = model.Parameters.Trainable.Select(p => TensorAssert.Values(p.Value)).ToArray();
        Assert.Equal(before, TensorAssert.Values(scorer.Live(batch)));
        Assert.Equal(trained, model.Parameters.Trainable.Select(p => TensorAssert.Values(p.Value)));
        Assert.NotEqual(0, scorer.LargestDifference(batch));
    }

    [Fact]
    public void Metrics_are_those_of_all_logits_at_once()
    {
        var adapter = TinyLanguageModel.Lora("llama", 0, "q_proj", "v_proj");
        using var model = TinyLanguageModel.Load("llama", adapter);
        var host = new PairCollator(TinyPairs.Draw(seed: 11, pairs: 4), sharedPrompts: true).Collate([0, 1, 2, 3]);
        using var batch = BatchTransfer.ToDevice(host, CPU);
        var objective = new PreferenceObjective(
            PreferenceRule.Dpo(new PreferenceConfig()), TinyPairs.Scorer(model, adapter, chunkRows: 5));
        using var guard = no_grad();
        var evaluation = objective.BeginEvaluation();
        evaluation.Add(batch);
        var scores = evaluation.Finish();
        var logits = model.Model.Logits(model.Model.Hidden(batch).index_select(0, batch.SupervisedRows!));
        var isChosen = batch.Completions!.OfTarget.lt(4);
        var entropy = -(logits.softmax(1) * nn.functional.log_softmax(logits, 1)).sum([1]);
        TensorAssert.Close("entropy", entropy.mean().item<float>(), scores["entropy"], Tolerance.SameResult);
        TensorAssert.Close(
            "logits/chosen", logits[isChosen].mean().item<float>(), scores["logits/chosen"], Tolerance.SameResult);
        var correct = logits.argmax(1).eq(batch.Targets!)[isChosen].to(float32).mean().item<float>();
        TensorAssert.Close("mean_token_accuracy", correct, scores["mean_token_accuracy"], Tolerance.SameResult);
        Assert.Equal(PreferenceObjective.ScoreNames(PreferenceRule.Dpo(new PreferenceConfig())).Order(), scores.Keys.Order());
    }

    [Fact]
    public void Tokens_beyond_the_shorter_answer_count_as_ld_alpha_says()
    {
        PairRow pair = new(
            new(default, [1, 2, 3], [new(1, 3)]), new(default, [1, 4, 5, 6, 7], [new(1, 5)]));
        var batch = new PairCollator([pair], sharedPrompts: true) { LdAlpha = 0.25 }.Collate([0]);
        var counted = batch.Completions!.OfTarget.Zip(batch.Completions.Weights!).Order();
        Assert.Equal([(0, 1f), (0, 1f), (1, 0.25f), (1, 0.25f), (1, 1f), (1, 1f)], counted);
    }

    [Fact]
    public void Kto_learns_from_a_batch_of_one_kind_too()
    {
        var adapter = TinyLanguageModel.Lora("llama", 0, "q_proj");
        using var model = TinyLanguageModel.Load("llama", adapter);
        TokenRow[] rows = [.. TinyPairs.Draw(seed: 12, pairs: 3).Select(p => p.Chosen)];
        var objective = new KtoObjective(new PreferenceConfig(), TinyPairs.Scorer(model, adapter));
        var batch = new JudgedCollator(rows, [true, true, true], mismatched: true).Collate([0, 1, 2]);
        Assert.Equal(3, batch.Completions!.Mismatched!.Completions!.Count);
        var (loss, gradients) = TinyPairs.Step(model, objective, batch);
        Assert.True(double.IsFinite(loss));
        Assert.All(gradients.Values, values => Assert.All(values, v => Assert.True(double.IsFinite(v))));
    }

    public void Dispose() => _scope.Dispose();

    private static PreferenceRule Rule(string kind) => kind switch
    {
        "rpo" => PreferenceRule.Dpo(new PreferenceConfig { RpoAlpha = 1 }),
        "ipo" => PreferenceRule.Dpo(new PreferenceConfig { LossType = ["ipo"] }),
        "several" => PreferenceRule.Dpo(
            new PreferenceConfig { LossType = ["sigmoid", "bco_pair", "apo_down"], LossWeights = [0.8, 0.2, 1] }),
        "ld" => PreferenceRule.Dpo(new PreferenceConfig { LdAlpha = 0.3 }),
        "cpo" => PreferenceRule.Cpo(new PreferenceConfig()),
        "simpo" => PreferenceRule.SimPo(new PreferenceConfig()),
        "orpo" => PreferenceRule.Orpo(new PreferenceConfig()),
        _ => PreferenceRule.Dpo(new PreferenceConfig()),
    };

    /// <summary>Makes the adapter a fresh one: its second matrices are zero.</summary>
    private static void Silence(TinyLanguageModel model)
    {
        using var guard = no_grad();
        foreach (var parameter in model.Parameters.Trainable.Where(p => p.Name.Contains("lora_B", StringComparison.Ordinal)))
        {
            parameter.Value.zero_();
        }
    }
}
