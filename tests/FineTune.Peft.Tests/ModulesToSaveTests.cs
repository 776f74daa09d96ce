using FineTune.Formats;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>Modules that are trained and saved whole.</summary>
public sealed class ModulesToSaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TokenRows _rows = TokenRows.Ragged(seed: 1, count: 4);

    [Fact]
    public void The_tasks_head_is_saved_whole_without_being_asked_for()
    {
        using var model = Load(TinyBert.Weights(), new LoraConfig());
        Assert.Equal(["classifier", "score"], model.Adapter.ModulesToSave);
        Assert.Equal(["classifier.weight", "classifier.bias"], WholeNames(model));
    }

    [Theory]
    [InlineData("pooler")]
    [InlineData("bert.pooler")]
    [InlineData("ooler")]
    public void A_name_matches_the_bare_end_of_a_path_and_takes_all_below_it(string name)
    {
        using var model = Load(TinyBert.Weights(), new LoraConfig { ModulesToSave = [name] });
        Assert.Equal(
            ["bert.pooler.dense.weight", "bert.pooler.dense.bias", "classifier.weight", "classifier.bias"],
            WholeNames(model));
    }

    [Fact]
    public void What_is_saved_whole_gets_no_adapter()
    {
        using var model = Load(
            TinyBert.Weights(),
            new LoraConfig { TargetModules = TargetModules.Parse("all-linear"), ModulesToSave = ["query"] });
        Assert.DoesNotContain(model.AdaptedPaths, p => p.EndsWith("query", StringComparison.Ordinal));
        Assert.Contains("bert.encoder.layer.1.attention.self.query.weight", WholeNames(model));
    }

    [Fact]
    public void A_whole_module_survives_the_folder_and_goes_back_when_disabled()
    {
        using var model = Load(TinyBert.Weights(), new LoraConfig { ModulesToSave = ["pooler", "word_embeddings"] });
        var plain = TensorAssert.Values(AdaptedModel.PlainLogits(Base, _rows));
        model.Wander(seed: 2);
        model.Save(_folder.At("adapter"));
        using var again = AdaptedModel.Reopen(Base, _folder.At("adapter"));

        Assert.Equal(TensorAssert.Values(model.Logits(_rows)), TensorAssert.Values(again.Logits(_rows)));
        using (again.Adapter.Disabled(again.Parameters))
        {
            Assert.Equal(plain, TensorAssert.Values(again.Logits(_rows)));
        }
    }

    [Fact]
    public void A_module_that_the_checkpoint_lacks_is_saved_and_named()
    {
        var weights = TinyBert.Weights()
            .Where(w => !w.Key.StartsWith("bert.pooler", StringComparison.Ordinal))
            .Where(w => !w.Key.StartsWith("classifier", StringComparison.Ordinal))
            .ToDictionary(w => w.Key, w => w.Value);
        using var model = Load(weights, new LoraConfig());
        model.Wander(seed: 2);
        model.Save(_folder.At("adapter"));

        using var file = new TensorFixture(_folder.At("adapter", AdapterFolder.WeightsName));
        Assert.True(file.Has("base_model.model.bert.pooler.dense.weight"));
        Assert.True(file.Has("base_model.model.classifier.weight"));
        Assert.Equal(
            ["classifier", "score", "pooler"],
            HfJson.Read(_folder.At("adapter", AdapterConfigFile.FileName))["modules_to_save"]!.AsArray()
                .Select(m => (string?)m));
        using var again = AdaptedModel.Reopen(Base, _folder.At("adapter"));
        Assert.Equal(TensorAssert.Values(model.Logits(_rows)), TensorAssert.Values(again.Logits(_rows)));
    }

    [Fact]
    public void Names_that_match_no_module_are_listed()
    {
        var error = Assert.Throws<PeftException>(
            () => Load(TinyBert.Weights(), new LoraConfig { ModulesToSave = ["pooler", "lm_head", "scorer"] }));
        Assert.Contains("peft.modules_to_save names no module of this model with: lm_head, scorer", error.Message);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private string Base => _folder.At("base");

    private static IEnumerable<string> WholeNames(AdaptedModel model) =>
        model.Parameters.Trainable.Where(p => p.Kind == Nn.ParameterKind.Base).Select(p => p.Name);

    private AdaptedModel Load(Dictionary<string, Tensor> weights, LoraConfig config) =>
        AdaptedModel.Load(TinyBert.Write(Base, TinyBert.Config(), weights), config);
}
