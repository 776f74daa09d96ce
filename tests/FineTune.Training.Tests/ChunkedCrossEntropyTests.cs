using FineTune.Nn;
using FineTune.Peft;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>The loss in chunks is the plain loss over all logits, in value and in every gradient.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class ChunkedCrossEntropyTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    /// <summary>What of the model trains, by the way the head does: not, whole, tied to the token vectors, through an
    /// adapter, and with its logits capped.</summary>
    public static TheoryData<string, string> Heads => new()
    {
        { "llama", "frozen" }, { "llama", "whole" }, { "qwen2", "whole" }, { "gemma2", "whole" }, { "gemma2", "frozen" },
        { "llama", "adapter" },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void Loss_and_gradients_are_those_of_all_logits_at_once(string modelType, string head)
    {
        using var model = Load(modelType, head);
        using var batch = BatchTransfer.ToDevice(new TinyTexts(seed: 1, rows: 6, batchSize: 6).Whole, CPU);
        var plain = PlainLoss(model.Model, batch);
        plain.backward();
        var expected = model.TakeGradients();
        foreach (var chunk in new[] { 1, 4, 7, 1000 })
        {
            var loss = model.Objective(chunk).Compute(batch);
            loss.Sum.backward();
            TensorAssert.Close($"loss in chunks of {chunk}", plain, loss.Sum, Tolerance.SameResult);
            Assert.Equal(batch.Targets!.shape[0], loss.Count);
            Compare($"chunks of {chunk}", expected, model.TakeGradients());
        }
    }

    [Fact]
    public void A_scaled_loss_has_scaled_gradients_in_the_head_too()
    {
        using var model = Load("llama", "whole");
        using var batch = BatchTransfer.ToDevice(new TinyTexts(seed: 2, rows: 4, batchSize: 4).Whole, CPU);
        (PlainLoss(model.Model, batch) * 0.25).backward();
        var expected = model.TakeGradients();
        (model.Objective(5).Compute(batch).Sum * 0.25).backward();
        Compare("a quarter", expected, model.TakeGradients());
    }

    [Fact]
    public void A_frozen_head_gets_no_gradient()
    {
        using var model = Load("llama", "frozen");
        using var batch = BatchTransfer.ToDevice(new TinyTexts(seed: 3, rows: 4, batchSize: 4).Whole, CPU);
        model.Objective().Compute(batch).Sum.backward();
        Assert.Null(model.Parameters.Find("lm_head.weight")!.Value.grad);
    }

    [Fact]
    public void In_bfloat16_the_loss_is_float32_and_near()
    {
        using var exact = Load("llama", "frozen");
        using var rounded = Load("llama", "frozen", ScalarType.BFloat16);
        using var batch = BatchTransfer.ToDevice(new TinyTexts(seed: 4, rows: 5, batchSize: 5).Whole, CPU);
        var loss = rounded.Objective(3).Compute(batch);
        Assert.Equal(ScalarType.Float32, loss.Sum.dtype);
        TensorAssert.Close("loss", exact.Objective(3).Compute(batch).Sum, loss.Sum, Tolerance.BFloat16);
        loss.Sum.backward();
        Assert.All(rounded.TakeGradients().Values, values => Assert.All(values, v => Assert.True(double.IsFinite(v))));
    }

    [Fact]
    public void Finding_the_heads_parameters_draws_no_random_numbers()
    {
        using var model = TinyLanguageModel.Load("llama", TinyLanguageModel.Lora("llama", 0.5, "lm_head"));
        using var batch = BatchTransfer.ToDevice(new TinyTexts(seed: 5, rows: 4, batchSize: 4).Whole, CPU);
        model.Mode.Training = true;
        var objective = model.Objective();
        manual_seed(9);
        var first = objective.Compute(batch).Sum.item<float>();
        manual_seed(9);
        Assert.Equal(first, objective.Compute(batch).Sum.item<float>());
    }

    [Theory, Seeds(3)]
    public void Scores_are_those_of_all_logits_at_once(int seed)
    {
        using var model = Load("gemma2", "frozen");
        using var batch = BatchTransfer.ToDevice(new TinyTexts(seed, rows: 7, batchSize: 7).Whole, CPU);
        using var guard = no_grad();
        var logits = Logits(model.Model, batch);
        var probs = logits.softmax(1);
        var count = (double)batch.Targets!.shape[0];
        var evaluation = model.Objective(chunkRows: 3).BeginEvaluation();
        evaluation.Add(batch);
        evaluation.Add(batch);
        var scores = evaluation.Finish();

        var loss = nn.functional.cross_entropy(logits, batch.Targets).item<float>();
        Assert.Equal(CausalLMObjective.ScoreNames.Order(), scores.Keys.Order());
        TensorAssert.Close("loss", loss, scores[IEvaluation.Loss], Tolerance.SameResult);
        TensorAssert.Close("perplexity", Math.Exp(loss), scores[CausalLMObjective.Perplexity], Tolerance.SameResult);
        TensorAssert.Close(
            "entropy", -(probs * probs.log()).sum().item<float>() / count, scores[CausalLMObjective.Entropy],
            Tolerance.SameResult);
        TensorAssert.Close(
            "accuracy", logits.argmax(1).eq(batch.Targets).sum().item<long>() / count,
            scores[CausalLMObjective.TokenAccuracy], Tolerance.Score);
    }

    [Fact]
    public void Nothing_is_kept_after_a_step_or_a_score()
    {
        using var model = Load("llama", "whole");
        using var batch = BatchTransfer.ToDevice(new TinyTexts(seed: 6, rows: 4, batchSize: 4).Whole, CPU);
        var objective = model.Objective(2);
        Step();
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Step();
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            objective.Compute(batch).Sum.backward();
            model.TakeGradients();
            using var guard = no_grad();
            objective.BeginEvaluation().Add(batch);
        }
    }

    public void Dispose() => _scope.Dispose();

    private static TinyLanguageModel Load(string modelType, string head, ScalarType dtype = ScalarType.Float32) =>
        TinyLanguageModel.Load(
            modelType,
            head switch
            {
                "whole" => new WholeModel(),
                "adapter" => TinyLanguageModel.Lora(modelType, dropout: 0, "q_proj", "lm_head"),
                _ => TinyLanguageModel.Lora(modelType, dropout: 0, "q_proj", "down_proj"),
            },
            dtype);

    private static Tensor Logits(ICausalLM model, PackedBatch batch) =>
        model.Logits(model.Hidden(batch)).index_select(0, batch.SupervisedRows!).to(float32);

    private static Tensor PlainLoss(ICausalLM model, PackedBatch batch) => nn.functional.cross_entropy(
        Logits(model, batch), batch.Targets!, reduction: nn.Reduction.Sum);

    private static void Compare(
        string what, IReadOnlyDictionary<string, double[]> expected, IReadOnlyDictionary<string, double[]> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, gradient) in expected)
        {
            TensorAssert.AllClose($"{name}, {what}", gradient, actual[name], Tolerance.SameResult);
        }
    }
}
