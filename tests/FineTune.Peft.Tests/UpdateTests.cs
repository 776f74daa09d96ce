using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>What adapters add to weights, as products of narrow matrices.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("bert_adalora")]
    [InlineData("bert_adalora_pruned")]
    [InlineData("gpt2_adalora")]
    [InlineData("bert_loha")]
    [InlineData("bert_lokr")]
    [InlineData("bert_lokr_both")]
    [InlineData("bert_lora_bias")]
    [InlineData("bert_eva")]
    [InlineData("bert_tokens")]
    public void Told_by_the_folder_alone_they_make_a_plain_adapter_with_the_same_logits(string name)
    {
        using var guard = no_grad();
        var tensors = AdapterTensors.Read(AdapterFolder.Open(Fixture(name)));
        Assert.Null(tensors.Folder.BoundToBase);
        GivesTheLogitsOf(name, tensors, tensors.Updates());
    }

    [Theory]
    [InlineData("bert_vera", false)]
    [InlineData("bert_vera_drawn", false)]
    [InlineData("gpt2_vera", false)]
    [InlineData("bert_pissa", false)]
    [InlineData("gpt2_pissa", false)]
    [InlineData("bert_olora", false)]
    [InlineData("bert_rslora_dora", true)]
    [InlineData("gpt2_dora", true)]
    public void Told_with_the_base_model_they_make_a_plain_adapter_with_the_same_logits(string name, bool full)
    {
        using var guard = no_grad();
        var tensors = AdapterTensors.Read(AdapterFolder.Open(Fixture(name)));
        Assert.NotNull(tensors.Folder.BoundToBase);
        Assert.Contains("finetune adapter convert --to-lora", Assert.Throws<PeftException>(tensors.Updates).Message);
        using var model = FixtureModel.Open(Base(name), Fixture(name));
        var updates = BaseUpdates.Of(model.Adapter, model.Parameters, update => update.Truncated(update.RankLimit));
        Assert.All(updates, update => Assert.Equal(1, update.Kept, 9));
        Assert.Equal(full, updates.All(update => update.Rank == update.RankLimit));
        GivesTheLogitsOf(name, tensors, updates);
    }

    [Fact]
    public void Biases_that_a_method_changes_are_told()
    {
        using var model = FixtureModel.Open(Base("bert_lora_biased"), Fixture("bert_lora_biased"));
        var refusal = Assert.Throws<PeftException>(() => BaseUpdates.Of(model.Adapter, model.Parameters, update => update));
        Assert.Contains("LORA changes these biases too", refusal.Message);
        Assert.Contains("fix: merge the adapter instead", refusal.Message);
    }

    [Fact]
    public void A_method_that_adds_to_no_weight_has_none()
    {
        var folder = Checkout.At("tests", "goldens", "bert_prefix_tuning");
        using var model = FixtureModel.Open(Path.Combine(folder, "base"), Path.Combine(folder, "adapter"));
        Assert.Contains(
            "PREFIX_TUNING adds nothing to single weights",
            Assert.Throws<PeftException>(() => BaseUpdates.Of(model.Adapter, model.Parameters, update => update)).Message);
    }

    [Theory]
    [InlineData(3, 20, 30)]
    [InlineData(12, 12, 30)]
    [InlineData(40, 20, 30)]
    public void Norm_and_effective_rank_are_those_of_the_product(int rank, int outFeatures, int inFeatures)
    {
        var update = Random(rank, outFeatures, inFeatures);
        var values = linalg.svd(update.Whole(), fullMatrices: false).S.to(float64).data<double>().ToArray();
        var shares = values.Select(v => v / values.Sum()).Where(s => s > 1e-9);
        TensorAssert.Close("norm", Math.Sqrt(values.Sum(v => v * v)), update.Norm(), Tolerance.SameResult);
        TensorAssert.Close("rank", Math.Exp(-shares.Sum(s => s * Math.Log(s))), update.EffectiveRank(), Tolerance.SameResult);
    }

    [Fact]
    public void The_norm_of_factors_that_nearly_cancel_keeps_its_digits()
    {
        var update = Random(4, 20, 30);
        var small = randn([20, 4], generator: new Generator(5)) * 1e-3;
        var both = update with { A = cat([update.A, update.A], 0), B = cat([update.B + small, update.B.neg()], 1) };
        var alone = update with { B = (update.B + small).sub(update.B) };
        TensorAssert.Close("relative", 1, both.Norm() / alone.Norm(), Tolerance.SameResult);
    }

    [Fact]
    public void An_update_of_zero_has_no_norm_and_no_direction()
    {
        var update = new LayerUpdate("q", randn([4, 30]), zeros([20, 4]), 1);
        Assert.Equal(0, update.Norm());
        Assert.Equal(0, update.EffectiveRank());
        Assert.Equal(1, update.Truncated(2).Kept);
    }

    [Theory]
    [InlineData(6, 2)]
    [InlineData(40, 5)]
    public void Truncated_it_is_the_nearest_of_that_rank(int rank, int kept)
    {
        var update = Random(rank, 20, 30);
        var whole = update.Whole();
        var (u, s, vh) = linalg.svd(whole, fullMatrices: false);
        var nearest = u.narrow(1, 0, kept).mul(s.narrow(0, 0, kept)).mm(vh.narrow(0, 0, kept));
        var truncated = update.Truncated(kept);
        Assert.Equal(kept, truncated.Rank);
        TensorAssert.Close("nearest", nearest, truncated.Whole(), Tolerance.SameResult);
        var share = Math.Pow(truncated.Norm() / update.Norm(), 2);
        TensorAssert.Close("kept", share, truncated.Kept, Tolerance.SameResult);
    }

    [Fact]
    public void Of_a_wide_update_as_much_is_kept_as_could_be()
    {
        using var random = new Generator(11);
        // A few strong directions in noise, as numbers left out of a low-rank update make of it.
        var whole = randn([1100, 3], generator: random).mm(randn([3, 1300], generator: random))
            + randn([1100, 1300], generator: random);
        var squares = linalg.svd(whole, fullMatrices: false).S.square();
        var best = (squares.narrow(0, 0, 6).sum() / squares.sum()).item<float>();
        var truncated = LayerUpdate.Full("q", whole).Truncated(6);
        Assert.Equal(6, truncated.Rank);
        Assert.InRange(truncated.Kept, best * 0.9995, best * 1.00001);
        var error = (whole - truncated.Whole()).square().sum() / whole.square().sum();
        Assert.Equal(1 - truncated.Kept, error.item<float>(), 4);
    }

    [Fact]
    public void Tensors_that_are_no_whole_adapter_are_all_listed()
    {
        var file = _folder.At(AdapterFolder.WeightsName);
        File.Copy(Path.Combine(Fixture("bert_loha"), AdapterConfigFile.FileName), _folder.At(AdapterConfigFile.FileName));
        using (var fixture = new TensorFixture(Path.Combine(Fixture("bert_loha"), AdapterFolder.WeightsName)))
        {
            var tensors = fixture.Names.ToDictionary(n => n, n => fixture[n]);
            tensors.Remove("base_model.model.bert.encoder.layer.0.attention.self.query.hada_w2_b");
            tensors["base_model.model.bert.encoder.layer.1.intermediate.dense.hada_w1_a"] = zeros(56, 9);
            TensorFixture.Write(file, tensors);
        }
        var refusal = Assert.Throws<PeftException>(() => AdapterTensors.Read(AdapterFolder.Open(_folder.Path)));
        Assert.Contains(
            "bert.encoder.layer.0.attention.self.query has hada_w1_a, hada_w1_b, hada_w2_a and lacks hada_w2_b", refusal.Message);
        Assert.Contains("bert.encoder.layer.1.intermediate.dense: A is [3, 32] and B [56, 9]", refusal.Message);
        Assert.Contains("fix: ", refusal.Message);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static LayerUpdate Random(int rank, int outFeatures, int inFeatures)
    {
        using var random = new Generator((ulong)rank);
        return new LayerUpdate(
            "q", randn([rank, inFeatures], generator: random), randn([outFeatures, rank], generator: random), 0.7);
    }

    private static string Fixture(string name) => Checkout.At("tests", "goldens", "peft_methods", name);

    private static string Base(string name) =>
        Checkout.At("tests", "goldens", name.StartsWith("bert", StringComparison.Ordinal) ? "bert_lora" : "gpt2_lora", "base");

    private void GivesTheLogitsOf(string name, AdapterTensors tensors, IReadOnlyList<LayerUpdate> updates)
    {
        LoraFolder.Of([tensors], updates, tensors.Modules).Write(_folder.At("plain"));
        using var io = new TensorFixture(Path.Combine(Fixture(name), "io.safetensors"));
        using var plain = FixtureModel.Open(Base(name), _folder.At("plain"));
        Assert.Equal("LORA", plain.Adapter.Config.PeftType);
        TensorAssert.Close("logits", io["logits"], plain.Logits(io["input_ids"]), Tolerance.Logits);
    }
}
