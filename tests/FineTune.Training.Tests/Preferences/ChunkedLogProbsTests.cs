using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>A loss of log-probabilities in chunks is that of all logits at once, in value and in every gradient, also where
/// the head itself trains.</summary>
public sealed class ChunkedLogProbsTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("llama", false)]
    [InlineData("llama", true)]
    [InlineData("qwen2", true)]
    [InlineData("gemma2", false)]
    [InlineData("gemma2", true)]
    public void Values_and_gradients_are_those_of_all_logits_at_once(string modelType, bool headTrains)
    {
        AdapterDecorator adapter =
            headTrains ? new TrainsEverything() : TinyLanguageModel.Lora(modelType, 0, "q_proj", "v_proj");
        using var model = TinyLanguageModel.Load(modelType, adapter);
        var host = new Data.PairCollator(TinyPairs.Draw(seed: 2, pairs: 3)).Collate([0, 1, 2]);
        using var batch = BatchTransfer.ToDevice(host, CPU);
        var hidden = model.Model.Hidden(batch).index_select(0, batch.SupervisedRows!);
        var perToken = nn.functional.log_softmax(model.Model.Logits(hidden), 1)
            .gather(1, batch.Targets!.unsqueeze(1)).squeeze(1);
        var answers = zeros(6).index_add(0, batch.Completions!.OfTarget, perToken, 1);
        var plain = -nn.functional.logsigmoid((answers.narrow(0, 0, 3) - answers.narrow(0, 3, 3)) * 0.1).mean();
        plain.backward();
        var expected = (plain.item<float>(), model.TakeGradients());
        var rule = PreferenceRule.Dpo(new PreferenceConfig { ReferenceFree = true });
        foreach (var chunk in new[] { 1, 4, 1000 })
        {
            var objective = new PreferenceObjective(rule, TinyPairs.Scorer(model, null, chunk));
            TinyPairs.Same($"chunks of {chunk}", expected, TinyPairs.Step(model, objective, host));
        }
    }

    public void Dispose() => _scope.Dispose();
}
