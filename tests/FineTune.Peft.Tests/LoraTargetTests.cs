using FineTune.Formats;
using FineTune.Testing;

namespace FineTune.Peft.Tests;

/// <summary>Which layers LoRA adapts.</summary>
public sealed class LoraTargetTests : IDisposable
{
    private static readonly string[] Layers = ["bert.encoder.layer.0", "bert.encoder.layer.1"];

    private static readonly string[] EveryLinear =
    [
        .. Layers.SelectMany(layer => new[]
        {
            $"{layer}.attention.self.query", $"{layer}.attention.self.key", $"{layer}.attention.self.value",
            $"{layer}.attention.output.dense", $"{layer}.intermediate.dense", $"{layer}.output.dense",
        }),
        "bert.pooler.dense",
    ];

    private readonly TemporaryFolder _folder = new();

    public LoraTargetTests() => TinyBert.Write(Base);

    [Fact]
    public void A_list_names_the_ends_of_paths() =>
        Assert.Equal(
            Ending(".key", "output.dense"), Adapted(List("key", "output.dense")));

    [Fact]
    public void A_name_matches_whole_parts_only() =>
        Assert.Contains("[ey] matches no linear layer", Refusal(List("ey")).Message);

    [Fact]
    public void A_full_path_is_a_name_too() =>
        Assert.Equal(["bert.pooler.dense"], Adapted(List("bert.pooler.dense")));

    [Fact]
    public void An_expression_must_match_the_whole_path()
    {
        Assert.Equal(
            ["bert.encoder.layer.1.attention.self.query"], Adapted(TargetModules.Parse(@".*\.1\..*\.query")));
        Refusal(TargetModules.Parse("query"));
    }

    [Fact]
    public void Alternatives_of_an_expression_are_all_anchored() =>
        Assert.Equal(
            ["bert.pooler.dense"], Adapted(TargetModules.Parse(@"query|bert\.pooler\.dense")));

    [Fact]
    public void All_linear_is_every_linear_layer_but_the_head() =>
        Assert.Equal(EveryLinear, Adapted(TargetModules.Parse("all-linear")));

    [Fact]
    public void Without_targets_a_BERT_adapts_query_and_value() =>
        Assert.Equal(Ending(".query", ".value"), Adapted(targets: null));

    [Theory]
    [InlineData("bert", new[] { "query", "value" })]
    [InlineData("llama", new[] { "q_proj", "v_proj" })]
    [InlineData("gpt2", new[] { "c_attn" })]
    [InlineData("t5", new[] { "q", "v" })]
    [InlineData("gpt_neox", new[] { "query_key_value" })]
    public void The_defaults_are_PEFTs(string modelType, string[] names) =>
        Assert.Equal(names, DefaultTargets.ForLora(modelType)!.Names);

    [Fact]
    public void An_architecture_without_defaults_asks_for_targets()
    {
        var error = Assert.Throws<PeftException>(
            () => PeftRegistry.Create(new LoraConfig(), new AdapterContext("mamba9", "SEQ_CLS")));
        Assert.Contains("no default target modules for model_type 'mamba9'", error.Message);
        Assert.Contains("peft.target_modules", error.Message);
    }

    [Fact]
    public void Excluded_layers_are_left_alone_by_list_and_by_expression()
    {
        var expected = EveryLinear.Where(p => !p.EndsWith("dense", StringComparison.Ordinal));
        var all = TargetModules.Parse("all-linear");
        Assert.Equal(expected, Adapted(all, List("dense")));
        Assert.Equal(expected, Adapted(all, TargetModules.Parse(@".*dense")));
    }

    [Fact]
    public void Targets_that_match_nothing_list_the_linear_layers_there_are_grouped()
    {
        var message = Refusal(List("q_proj", "v_proj")).Message;
        Assert.StartsWith("peft.target_modules [q_proj, v_proj] matches no linear layer of this model", message);
        foreach (var path in new[] { "attention.self.query", "attention.self.key", "intermediate.dense" })
        {
            Assert.Contains($"\n    bert.encoder.layer.{{0..1}}.{path}\n", message);
        }
        Assert.Contains("\n    bert.pooler.dense\n", message);
        Assert.Contains("target_modules: [query]", message);
        Assert.DoesNotContain("layer.0", message);
    }

    [Fact]
    public void A_name_among_others_that_matches_nothing_is_reported_too()
    {
        var message = Refusal(List("query", "valeu", "kye")).Message;
        Assert.StartsWith("peft.target_modules names no linear layer with: valeu, kye\n", message);
        Assert.Contains("bert.encoder.layer.{0..1}.attention.self.value", message);
    }

    [Fact]
    public void Names_of_other_modules_are_told_what_they_are()
    {
        var message = Refusal(List("query", "LayerNorm", "attention", "nothing")).Message;
        Assert.StartsWith("peft.target_modules names no linear layer with: LayerNorm, attention, nothing\n", message);
        Assert.Contains("\n    bert.embeddings.LayerNorm, bert.encoder.layer.{0..1}.attention.output.LayerNorm", message);
        Assert.Contains("output.LayerNorm: normalisation layers, which peft_type LN_TUNING trains\n", message);
        Assert.Contains("\n    bert.encoder.layer.{0..1}.attention: blocks that hold linear layers\n", message);
        Assert.DoesNotContain(": tables", message);
    }

    [Fact]
    public void A_table_is_told_to_be_one_by_methods_that_adapt_none()
    {
        var error = Assert.Throws<PeftException>(
            () => AdaptedModel.Load(Base, new LoHaConfig { TargetModules = List("word_embeddings") }));
        Assert.Contains("[word_embeddings] matches no linear layer", error.Message);
        Assert.Contains(
            "\n    bert.embeddings.word_embeddings: tables of vectors, which of all methods only LORA adapts\n", error.Message);
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void The_rank_is_bounded_by_the_narrow_side_of_the_layer(int rank, bool allowed)
    {
        var config = new LoraConfig { Rank = rank, TargetModules = List("intermediate.dense") };
        if (allowed)
        {
            using var model = AdaptedModel.Load(Base, config);
            return;
        }
        var error = Assert.Throws<PeftException>(() => AdaptedModel.Load(Base, config));
        Assert.Contains("peft.r is 33, but bert.encoder.layer.0.intermediate.dense is only 32 wide", error.Message);
        Assert.Contains("use r: 32 or less", error.Message);
    }

    [Theory]
    [InlineData("all-linear", null)]
    [InlineData("all-linear", "pooler.dense")]
    [InlineData("all-linear", "query")]
    [InlineData("all-linear", "dense")]
    public void Saved_all_linear_targets_name_exactly_the_adapted_layers(string targets, string? excluded)
    {
        var config = new LoraConfig
        {
            TargetModules = TargetModules.Parse(targets),
            ExcludeModules = excluded is null ? null : List(excluded),
        };
        using var model = AdaptedModel.Load(Base, config);
        model.Save(_folder.At("adapter"));

        var names = HfJson.Read(_folder.At("adapter", AdapterConfigFile.FileName))["target_modules"]!.AsArray()
            .Select(n => (string)n!).ToList();
        var named = EveryLinear.Append("classifier").Where(TargetModules.List(names).Matches);
        Assert.Equal(model.AdaptedPaths, named);
        using var again = AdaptedModel.Reopen(Base, _folder.At("adapter"));
        Assert.Equal(model.AdaptedPaths, again.AdaptedPaths);
    }

    public void Dispose() => _folder.Dispose();

    private string Base => _folder.At("base");

    private static TargetModules List(params string[] names) => TargetModules.List(names);

    private static IEnumerable<string> Ending(params string[] ends) =>
        EveryLinear.Where(p => ends.Any(e => p.EndsWith(e, StringComparison.Ordinal)));

    private IReadOnlyList<string> Adapted(TargetModules? targets, TargetModules? excluded = null)
    {
        var config = new LoraConfig { TargetModules = targets, ExcludeModules = excluded };
        using var model = AdaptedModel.Load(Base, config);
        return model.AdaptedPaths;
    }

    private PeftException Refusal(TargetModules targets) =>
        Assert.Throws<PeftException>(() => AdaptedModel.Load(Base, new LoraConfig { TargetModules = targets }));
}
