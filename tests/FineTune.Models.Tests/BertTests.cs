using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Models.Tests;

public sealed class BertTests
{
    [Theory, Seeds(6)]
    public void Computing_the_last_layer_for_first_tokens_alone_equals_computing_all_of_it(int seed)
    {
        using var scope = NewDisposeScope();
        using var loaded = Classifiers.Load(TinyBert.Config(), TinyBert.Weights(seed));
        var rows = TokenRows.Ragged(seed, count: 6);
        using var batch = rows.Pack(rows.All);

        var states = ((BertForSequenceClassification)loaded.Model).HiddenStates(batch);
        var first = states[^1].index_select(0, batch.Layout.FirstTokens());
        var expected = Linear("classifier", Linear("bert.pooler.dense", first).tanh());

        Assert.Equal(TinyBert.Layers + 1, states.Count);
        TensorAssert.Close("logits", expected, loaded.Model.Logits(batch), Tolerance.SameResult);

        Tensor Linear(string path, Tensor input) => input.mm(Value($"{path}.weight").t()) + Value($"{path}.bias");
        Tensor Value(string name) => loaded.Parameters.Find(name)!.Value;
    }

    [Fact]
    public void Hidden_states_have_a_row_for_each_token()
    {
        using var scope = NewDisposeScope();
        using var loaded = Classifiers.Load(TinyBert.Config(), TinyBert.Weights());
        using var batch = new TokenRows(1, 3, 5).Pack(0, 1);
        Assert.All(
            ((BertForSequenceClassification)loaded.Model).HiddenStates(batch),
            state => Assert.Equal([8, TinyBert.HiddenSize], state.shape));
    }

    [Fact]
    public void No_segment_types_means_all_zero()
    {
        using var scope = NewDisposeScope();
        using var loaded = Classifiers.Load(TinyBert.Config(), TinyBert.Weights());
        using var batch = new TokenRows(1, 3, 5).Pack(0, 1);
        using var zero = new PackedBatch
        {
            InputIds = batch.InputIds.clone(),
            PositionIds = batch.PositionIds.clone(),
            TokenTypeIds = zeros_like(batch.InputIds),
            Layout = new SequenceLayout(batch.Layout.Offsets.ToArray(), CPU),
        };
        var none = new PackedBatch { InputIds = zero.InputIds, PositionIds = zero.PositionIds, Layout = zero.Layout };
        Assert.Equal(TensorAssert.Values(loaded.Model.Logits(zero)), TensorAssert.Values(loaded.Model.Logits(none)));
    }

    [Fact]
    public void Segment_types_positions_and_every_token_count()
    {
        using var scope = NewDisposeScope();
        using var loaded = Classifiers.Load(TinyBert.Config(), TinyBert.Weights());
        using var batch = new TokenRows(1, 5).Pack(0);
        var plain = TensorAssert.Values(loaded.Model.Logits(batch));
        foreach (var ids in new[] { batch.InputIds, batch.TokenTypeIds!, batch.PositionIds })
        {
            var before = ids.clone();
            ids[4] = tensor(1 - Math.Min(1, before[4].item<long>()));
            Assert.NotEqual(plain, TensorAssert.Values(loaded.Model.Logits(batch)));
            ids.copy_(before);
        }
        Assert.Equal(plain, TensorAssert.Values(loaded.Model.Logits(batch)));
    }

    [Fact]
    public void Dropout_is_active_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var loaded = Classifiers.Load(TinyBert.Config(), TinyBert.Weights());
        var rows = TokenRows.Ragged(seed: 1, count: 3);
        var plain = TensorAssert.Values(loaded.Logits(rows, rows.All));

        Assert.Equal(plain, TensorAssert.Values(loaded.Logits(rows, rows.All)));
        loaded.Mode.Training = true;
        Assert.NotEqual(plain, TensorAssert.Values(loaded.Logits(rows, rows.All)));
        loaded.Mode.Training = false;
        Assert.Equal(plain, TensorAssert.Values(loaded.Logits(rows, rows.All)));
    }

    [Fact]
    public void Gamma_and_beta_of_old_checkpoints_are_scale_and_shift()
    {
        using var scope = NewDisposeScope();
        var weights = TinyBert.Weights();
        var old = weights.ToDictionary(
            w => w.Key
                .Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal)
                .Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal),
            w => w.Value);
        Assert.Contains("bert.embeddings.LayerNorm.gamma", old.Keys);
        using var modern = Classifiers.Load(TinyBert.Config(), weights);
        using var loaded = Classifiers.Load(TinyBert.Config(), old);
        var rows = TokenRows.Ragged(seed: 1, count: 3);
        Assert.Equal(
            TensorAssert.Values(modern.Logits(rows, rows.All)), TensorAssert.Values(loaded.Logits(rows, rows.All)));
    }

    [Fact]
    public void A_checkpoint_without_pooler_gets_a_fresh_trained_one()
    {
        using var scope = NewDisposeScope();
        var weights = TinyBert.Weights()
            .Where(w => !w.Key.StartsWith("bert.pooler.", StringComparison.Ordinal))
            .ToDictionary(w => w.Key, w => w.Value);
        using var loaded = Classifiers.Load(TinyBert.Config(), weights);
        Assert.Equal(["bert.pooler"], loaded.Parameters.FreshModules);
        Assert.Equal(
            ["bert.pooler.dense.weight", "bert.pooler.dense.bias"], loaded.Parameters.Trainable.Select(p => p.Name));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void A_checkpoint_of_another_type_loads_into_float32_value_by_value(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var stored = TinyBert.Weights().ToDictionary(w => w.Key, w => w.Value.to(type));
        using var loaded = Classifiers.Load(TinyBert.Config(), stored);
        Assert.All(loaded.Parameters.All, p =>
        {
            Assert.Equal(ScalarType.Float32, p.Value.dtype);
            Assert.Equal(TensorAssert.Values(stored[p.Name].to(float32)), TensorAssert.Values(p.Value));
        });
    }
}
