using FineTune.Data;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>Random pairs of a vocabulary of 57: a prompt, and two answers of different lengths.</summary>
internal static class TinyPairs
{
    private const int Vocab = 57;

    /// <summary>Draws pairs.</summary>
    public static PairRow[] Draw(int seed, int pairs)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, pairs).Select(_ => Pair(random))];
    }

    /// <summary>A policy with LoRA on a tiny decoder, compared with the model without it.</summary>
    public static CompletionScorer Scorer(TinyLanguageModel model, Peft.Adapter? adapter, int? chunkRows = null) => new(
        model.Model,
        model.Parameters.Trainable,
        model.Mode,
        adapter is null ? null : new ReferencePolicy("base", model.Model, () => adapter.Disabled(model.Parameters)),
        chunkRows);

    /// <summary>The mean loss of a step of some batches, and every gradient.</summary>
    public static (double Loss, IReadOnlyDictionary<string, double[]> Gradients) Step(
        TinyLanguageModel model, IObjective objective, params HostBatch[] window)
    {
        objective.BeginStep(window);
        var (sum, count) = (0.0, 0L);
        foreach (var host in window)
        {
            using var batch = BatchTransfer.ToDevice(host, CPU);
            var loss = objective.Compute(batch);
            loss.Sum.backward();
            sum += loss.Sum.item<float>();
            count += loss.Count;
        }
        var gradients = model.TakeGradients()
            .ToDictionary(g => g.Key, g => Array.ConvertAll(g.Value, v => v / count), StringComparer.Ordinal);
        return (sum / count, gradients);
    }

    /// <summary>Two steps are the same.</summary>
    public static void Same(
        string what,
        (double Loss, IReadOnlyDictionary<string, double[]> Gradients) expected,
        (double Loss, IReadOnlyDictionary<string, double[]> Gradients) actual)
    {
        TensorAssert.Close($"{what}: loss", expected.Loss, actual.Loss, Tolerance.SameResult);
        foreach (var (name, values) in expected.Gradients)
        {
            TensorAssert.AllClose($"{what}: {name}", values, actual.Gradients[name], Tolerance.SameResult);
        }
    }

    private static PairRow Pair(Random random)
    {
        var prompt = Tokens(random, 1, 7);
        return new PairRow(Row(prompt, Tokens(random, 1, 6)), Row(prompt, Tokens(random, 2, 9)));
    }

    private static TokenRow Row(int[] prompt, int[] answer) => new(
        new RowOrigin("drawn", 1), [.. prompt, .. answer], [new TokenRun(prompt.Length, prompt.Length + answer.Length)]);

    private static int[] Tokens(Random random, int fewest, int most) =>
        [.. Enumerable.Range(0, random.Next(fewest, most + 1)).Select(_ => random.Next(Vocab))];
}
