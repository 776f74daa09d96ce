using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>Several adapters on one model.</summary>
public sealed class AdapterSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TokenRows _rows = TokenRows.Ragged(seed: 3, count: 5);

    public AdapterSetTests()
    {
        TinyBert.Write(_folder.At("base"));
        Make("lora", new LoraConfig { Rank = 4 });
        Make("wide", new LoraConfig { Rank = 8, Alpha = 3, TargetModules = TargetModules.Parse("all-linear") });
        Make("table", new LoraConfig { TargetModules = TargetModules.List(["word_embeddings", "value"]) });
        Make("ia3", new Ia3Config());
        Make("vera", new VeraConfig { Rank = 16 });
        Make("pooled", new LoHaConfig { Rank = 2, ModulesToSave = ["pooler"] });
    }

    [Fact]
    public void Each_gives_the_logits_that_it_gives_alone_and_none_those_of_the_base_model()
    {
        string[] names = ["lora", "wide", "table", "ia3", "vera", "pooled"];
        var alone = names.ToDictionary(name => name, Alone);
        using var set = Set(names);
        using var model = Load(set);
        Assert.Null(set.Active);
        var plain = Logits(model);
        foreach (var name in names.Concat(names.Reverse()))
        {
            set.Use(name);
            Assert.Equal(name, set.Active);
            TensorAssert.Close(name, alone[name], Logits(model), Tolerance.SameResult);
        }
        set.Use(null);
        Assert.Equal(TensorAssert.Values(plain), TensorAssert.Values(Logits(model)));
        TensorAssert.Close("base", Base(), plain, Tolerance.SameResult);
        set.Dispose();
        TensorAssert.Close("base after all", Base(), Logits(model), Tolerance.SameResult);
    }

    [Fact]
    public void A_name_that_there_is_not_is_told_with_the_nearest()
    {
        using var set = Set(["lora", "wide"]);
        using var model = Load(set);
        Assert.Contains("Did you mean 'lora'?", Assert.Throws<PeftException>(() => set.Use("loar")).Message);
        Assert.Null(set.Active);
        set.Dispose();
    }

    [Fact]
    public void Methods_that_do_more_than_wrap_layers_are_refused_all_at_once()
    {
        Make("prefix", new PrefixTuningConfig { NumVirtualTokens = 2 });
        Make("biases", new LoraConfig { Bias = "all" });
        var refusal = Assert.Throws<PeftException>(() => Set(["lora", "prefix", "biases"]));
        Assert.Contains("prefix (PREFIX_TUNING) does more than wrap layers", refusal.Message);
        Assert.Contains("biases trains biases of the base model (bias is all)", refusal.Message);
        Assert.Contains("fix: ", refusal.Message);
    }

    [Fact]
    public void An_adapter_for_another_model_is_refused_with_its_shapes()
    {
        TinyBert.Write(_folder.At("base"), labels: 3);
        using var set = Set(["lora"]);
        var refusal = Assert.Throws<PeftException>(() => Load(set));
        Assert.Contains("base_model.model.classifier.weight: the file has [2, 32], the model wants [3, 32]", refusal.Message);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private void Make(string name, PeftConfig config)
    {
        using var model = AdaptedModel.Load(_folder.At("base"), config, seed: name.Length);
        model.Wander(seed: name.Length);
        model.Save(_folder.At(name));
    }

    private Tensor Alone(string name)
    {
        using var model = AdaptedModel.Reopen(_folder.At("base"), _folder.At(name));
        return model.Logits(_rows);
    }

    private Tensor Base() => AdaptedModel.PlainLogits(_folder.At("base"), _rows);

    private AdapterSet Set(IEnumerable<string> names) => new(
        names.ToDictionary(name => name, name => AdapterFolder.Open(_folder.At(name))),
        new AdapterContext("bert", AdapterContext.SequenceClassification));

    private LoadedModel<ISequenceClassifier> Load(AdapterSet set)
    {
        using var pretrained = PretrainedFolder.Open(_folder.At("base"));
        var loaded = pretrained.LoadSequenceClassifier(
            pretrained.Config, new LoadOptions { Device = CPU, Adapter = set, Seed = 99 });
        set.LoadInto(loaded.Parameters);
        return loaded;
    }

    private Tensor Logits(LoadedModel<ISequenceClassifier> model)
    {
        using var guard = no_grad();
        using var batch = _rows.Pack(_rows.All);
        return model.Model.Logits(batch);
    }
}
