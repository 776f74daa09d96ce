using FineTune.Data;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>A pair whose prompt is computed once is the pair whose prompt is computed twice, in loss and gradients, for
/// every kind of attention.</summary>
public sealed class SharedPromptTests : IDisposable
{
    private static readonly string[] Targets =
        ["q_proj", "v_proj", "query_key_value", "c_attn", "qkv_proj", "dense", "down_proj", "o_proj", "c_proj"];

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> ModelTypes => [.. TinyDecoder.ByModelType.Keys];

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Loss_and_gradients_are_those_of_separate_sequences(string modelType)
    {
        var adapter = TinyLanguageModel.Lora(modelType, 0, [.. Targets.Where(t => Has(modelType, t))]);
        using var model = TinyLanguageModel.Load(modelType, adapter);
        var pairs = TinyPairs.Draw(seed: 4, pairs: 5);
        var all = Enumerable.Range(0, pairs.Length).ToArray();
        var objective = new PreferenceObjective(
            PreferenceRule.Dpo(new PreferenceConfig { RpoAlpha = 0.5 }), TinyPairs.Scorer(model, adapter));
        var separate = TinyPairs.Step(model, objective, new PairCollator(pairs).Collate(all));
        var shared = new PairCollator(pairs, sharedPrompts: true).Collate(all);
        Assert.Equal(pairs.Sum(p => p.Length), shared.Tokens);
        Assert.True(shared.Tokens < pairs.Sum(p => p.Chosen.Length + p.Rejected.Length));
        TinyPairs.Same(modelType, separate, TinyPairs.Step(model, objective, shared));
    }

    [Fact]
    public void Recomputed_layers_see_the_same()
    {
        var adapter = TinyLanguageModel.Lora("llama", 0, "q_proj", "v_proj");
        using var model = TinyLanguageModel.Load("llama", adapter);
        var pairs = TinyPairs.Draw(seed: 5, pairs: 4);
        var batch = new PairCollator(pairs, sharedPrompts: true).Collate([0, 1, 2, 3]);
        var objective = new PreferenceObjective(PreferenceRule.Dpo(new PreferenceConfig()), TinyPairs.Scorer(model, adapter));
        var kept = TinyPairs.Step(model, objective, batch);
        model.Mode.GradientCheckpointing = true;
        TinyPairs.Same("recomputed", kept, TinyPairs.Step(model, objective, batch));
    }

    [Fact]
    public void A_cross_entropy_over_prompts_counts_each_prompt_once_either_way()
    {
        var adapter = TinyLanguageModel.Lora("llama", 0, "q_proj", "v_proj");
        using var model = TinyLanguageModel.Load("llama", adapter);
        var pairs = TinyPairs.Draw(seed: 6, pairs: 4);
        var objective = new PreferenceObjective(PreferenceRule.Orpo(new PreferenceConfig()), TinyPairs.Scorer(model, null));
        TinyPairs.Same(
            "orpo",
            TinyPairs.Step(model, objective, new PairCollator(pairs, false, withPromptTargets: true).Collate([0, 1, 2, 3])),
            TinyPairs.Step(model, objective, new PairCollator(pairs, true, withPromptTargets: true).Collate([0, 1, 2, 3])));
    }

    public void Dispose() => _scope.Dispose();

    private static bool Has(string modelType, string module) =>
        TinyCheckpoint.Of(modelType).CausalWeights!().Keys.Any(name => name.Contains($".{module}.", StringComparison.Ordinal));
}
