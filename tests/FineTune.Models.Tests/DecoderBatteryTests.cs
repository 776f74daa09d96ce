using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Models.Tests;

/// <summary>What holds for every decoder; a new line in the registry gets all of it.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class DecoderBatteryTests
{
    public static TheoryData<string> ModelTypes => Decoders.ModelTypes;

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Sizes_are_those_of_the_config(string modelType)
    {
        using var scope = NewDisposeScope();
        using var loaded = Decoders.Tiny(modelType);
        var rows = new TokenRows(1, 5, 2);
        using var batch = rows.Pack(rows.All);
        var hidden = loaded.Model.Hidden(batch);
        Assert.Equal([7, loaded.Model.HiddenSize], hidden.shape);
        Assert.Equal([7, loaded.Model.VocabSize], loaded.Model.Logits(hidden).shape);
        Assert.Equal(TinyBert.Vocabulary.Count, loaded.Model.VocabSize);
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_token_changes_no_logits_before_it_and_those_at_and_after_it(string modelType)
    {
        using var scope = NewDisposeScope();
        using var loaded = Decoders.Tiny(modelType);
        var rows = new TokenRows(1, 4, 9, 3);
        using var batch = rows.Pack(rows.All);
        var before = Values();
        const int Changed = 4 + 5;
        batch.InputIds[Changed] = tensor((batch.InputIds[Changed].item<long>() + 1) % loaded.Model.VocabSize);
        var after = Values();
        for (var t = 0; t < before.Length; t++)
        {
            var mayDiffer = t is >= Changed and < 4 + 9;
            Assert.True(mayDiffer != before[t].SequenceEqual(after[t]), $"token {t}");
        }

        double[][] Values() =>
            [.. TensorAssert.Values(loaded.Model.Logits(loaded.Model.Hidden(batch))).Chunk(loaded.Model.VocabSize)];
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Packed_sequences_give_the_logits_and_gradients_of_sequences_alone(string modelType)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            using var scope = NewDisposeScope();
            using var loaded = Decoders.Tiny(modelType, Classifiers.OnCpu with { Adapter = new TrainsEverything() });
            var rows = TokenRows.Ragged(seed, count: 6);

            var together = loaded.Logits(rows, rows.All);
            var packed = Gradients(loaded, () => Objective(together));
            var alone = Gradients(loaded, () =>
            {
                foreach (var row in rows.All)
                {
                    Objective(loaded.Logits(rows, row)).backward();
                }
                return null;
            });

            using var guard = no_grad();
            TensorAssert.Close(
                $"seed {seed}", cat([.. rows.All.Select(r => loaded.Logits(rows, r))], 0), together, Tolerance.SameResult);
            foreach (var (name, gradient) in packed)
            {
                // The gradient of a sum over all tokens is as large as they are many.
                TensorAssert.Close($"seed {seed}, {name}", alone[name], gradient, Tolerance.SameResult);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void With_a_cache_every_token_has_the_logits_it_has_without(string modelType)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            using var loaded = Decoders.Tiny(modelType);
            var rows = TokenRows.Ragged(seed, count: 3, longest: 14);
            using var cache = new KeyValueCache();
            var cut = rows.All.Select(r => 1 + (rows.Ids(r).Count / 2)).ToArray();
            var longest = rows.All.Max(r => rows.Ids(r).Count - cut[r]);
            var expected = rows.All.Select(r => loaded.Logits(rows, r)).ToArray();

            using (var prompts = rows.Pack(rows.All, r => 0, r => cut[r]))
            {
                Compare(loaded.Model.Hidden(prompts, cache), r => 0, r => cut[r], rows.All);
            }
            var left = rows.All;
            for (var step = 0; step < longest; step++)
            {
                // Rows that are at their end are dropped; the others change places.
                var kept = left.Where(r => cut[r] + step < rows.Ids(r).Count).Reverse().ToArray();
                cache.Select([.. kept.Select(r => Array.IndexOf(left, r))]);
                left = kept;
                using var next = cache.NextTokens(tensor([.. left.Select(r => rows.Ids(r)[cut[r] + step])]));
                Compare(loaded.Model.Hidden(next, cache), r => cut[r] + step, r => cut[r] + step + 1, left);
            }

            void Compare(Tensor hidden, Func<int, int> from, Func<int, int> to, int[] order) => TensorAssert.Close(
                $"seed {seed}",
                cat([.. order.Select(r => expected[r].narrow(0, from(r), to(r) - from(r)))], 0),
                loaded.Model.Logits(hidden),
                Tolerance.SameResult);
        }
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Ragged_runs_of_tokens_behind_cached_ones_have_the_logits_they_have_without(string modelType)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            using var loaded = Decoders.Tiny(modelType);
            var rows = TokenRows.Ragged(seed, count: 4, longest: 20);
            var random = new Random(seed);
            var cut = rows.All.Select(r => random.Next(1, rows.Ids(r).Count)).Select(n => Math.Max(1, n)).ToArray();
            var order = rows.All.Where(r => cut[r] < rows.Ids(r).Count).ToArray();
            using var cache = new KeyValueCache(capacity: 4);
            using var first = rows.Pack(order, r => 0, r => cut[r]);
            using var second = rows.Pack(order, r => cut[r], r => rows.Ids(r).Count);
            loaded.Model.Hidden(first, cache);
            TensorAssert.Close(
                $"seed {seed}",
                cat([.. order.Select(r => loaded.Logits(rows, r)[(cut[r])..])], 0),
                loaded.Model.Logits(loaded.Model.Hidden(second, cache)),
                Tolerance.SameResult);
            Assert.Equal(order.Select(r => rows.Ids(r).Count), cache.Lengths.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Gradient_checkpointing_gives_the_same_gradients_bit_for_bit(string modelType)
    {
        using var scope = NewDisposeScope();
        using var loaded = Decoders.Tiny(
            modelType, Classifiers.OnCpu with { Adapter = new TrainsEverything() }, WithDropout);
        loaded.Mode.Training = true;
        var rows = TokenRows.Ragged(seed: 1, count: 5);
        using var batch = rows.Pack(rows.All);

        var plain = Run();
        loaded.Mode.GradientCheckpointing = true;
        var checkpointed = Run();

        Assert.NotEmpty(plain);
        Assert.All(plain, g => Assert.Equal(TensorAssert.Values(g.Value), TensorAssert.Values(checkpointed[g.Key])));

        Dictionary<string, Tensor> Run()
        {
            manual_seed(7);
            return Gradients(loaded, () => Objective(loaded.Model.Logits(loaded.Model.Hidden(batch))));
        }
    }

    private static void WithDropout(System.Text.Json.Nodes.JsonObject config)
    {
        foreach (var key in new[] { "attention_dropout", "attn_pdrop", "resid_pdrop", "hidden_dropout" })
        {
            config[key] = 0.2;
        }
    }

    private static Tensor Objective(Tensor logits) => logits.tanh().pow(2).sum(0L).mean();

    private static Dictionary<string, Tensor> Gradients(LoadedModel<ICausalLM> loaded, Func<Tensor?> objective)
    {
        foreach (var parameter in loaded.Parameters.Trainable)
        {
            parameter.Value.grad = null;
        }
        objective()?.backward();
        return loaded.Parameters.Trainable.ToDictionary(p => p.Name, p => p.Value.grad!.clone());
    }
}
