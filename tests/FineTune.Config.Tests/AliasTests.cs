using FineTune.Config.Tests.Sample;

namespace FineTune.Config.Tests;

public sealed class AliasTests
{
    [Fact]
    public void A_flat_axolotl_file_is_moved_to_its_sections()
    {
        var result = Configs.Bind("""
            base_model: bert
            adapter: lora
            lora_r: 4
            lora_alpha: 32
            lora_target_modules: [query, value]
            sequence_len: 128
            sample_packing: true
            micro_batch_size: 2
            learning_rate: 0.0003
            lr_scheduler: cosine
            output_dir: runs/flat
            """);
        var lora = Assert.IsType<LoraConfig>(result.Value.Peft);
        Assert.Equal((4, 32.0, 2), (lora.Rank, lora.LoraAlpha, lora.TargetModules!.Names.Count));
        Assert.Equal(
            ("bert", 128, true),
            (result.Value.Model.ModelNameOrPath, result.Value.Dataset.MaxLength, result.Value.Dataset.Packing));
        var training = result.Value.Training;
        Assert.Equal(
            (2, 3e-4, SchedulerType.Cosine),
            (training.PerDeviceTrainBatchSize, training.LearningRate, training.LrSchedulerType));
        Assert.Equal("runs/flat", result.Value.Output.OutputDir);
        Assert.Equal(11, result.Notices.Count);
        Assert.Equal("configs/test.yaml:3:1: 'lora_r' read as peft.r", result.Notices[2]);
    }

    [Fact]
    public void Llama_factorys_targets_are_translated()
    {
        Assert.Equal("all-linear", Configs.Bind(Configs.Model + "lora_target: all").Value.Peft!.TargetModules!.Pattern);
        Assert.Equal(
            ["q_proj", "v_proj"],
            Configs.Bind(Configs.Model + "lora_target: q_proj, v_proj").Value.Peft!.TargetModules!.Names);
    }

    [Fact]
    public void An_alias_is_accepted_in_its_own_section_and_in_others()
    {
        Assert.Equal(4, ((LoraConfig)Configs.Bind(Configs.Model + "peft: { lora_rank: 4 }").Value.Peft!).Rank);
        Assert.Equal(64, Configs.Bind("model: { model_name_or_path: x, sequence_len: 64 }").Value.Dataset.MaxLength);
    }

    [Fact]
    public void Torchtunes_optimizer_section_is_emptied_into_ours()
    {
        Assert.Equal(0.25, Configs.Bind(Configs.Model + "optimizer: { lr: 0.25 }").Value.Training.LearningRate);
        Assert.Equal(
            $"{Configs.Name}:2:1: error: unknown key 'optimizer'; known keys here: 'model', 'dataset', 'peft', 'training', 'output'",
            Configs.Issue(Configs.Model + "optimizer:\n  _component_: AdamW\n  lr: 0.25\n"));
    }

    [Fact]
    public void Sections_that_multiply_through_anchors_are_not_searched_to_their_depth()
    {
        var levels = Enumerable.Range(1, 60).Select(i => $"x{i}: &x{i} {{ a: *x{i - 1}, b: *x{i - 1}, c: *x{i - 1} }}");
        var bomb = $"{Configs.Model}x0: &x0 {{ a: 1 }}\n{string.Join('\n', levels)}\n";
        Assert.Equal(61, Configs.Issues(bomb).Count);
    }

    [Fact]
    public void A_bare_variant_name_takes_keys_from_the_top_level()
        => Assert.Equal(4, ((LoraConfig)Configs.Bind(Configs.Model + "peft: lora\nlora_r: 4").Value.Peft!).Rank);

    [Fact]
    public void An_alias_beside_the_canonical_key_is_an_error()
        => Assert.Equal(
            $"{Configs.Name}:2:1: error: 'lora_r' means 'peft.r', which is also given as 'peft.r' at {Configs.Name}:3:9; remove 'lora_r'",
            Configs.Issue(Configs.Model + "lora_r: 4\npeft: { r: 8 }"));

    [Fact]
    public void Two_aliases_of_one_key_are_an_error()
        => Assert.Equal(
            $"{Configs.Name}:3:1: error: 'lora_rank' means 'peft.r', which is also given as 'lora_r' at {Configs.Name}:2:1; remove 'lora_rank'",
            Configs.Issue(Configs.Model + "lora_r: 4\nlora_rank: 8"));

    [Fact]
    public void An_override_of_either_spelling_wins_over_the_file()
    {
        Assert.Equal(16, ((LoraConfig)Configs.Bind(Configs.Model + "lora_r: 4", "peft.r=16").Value.Peft!).Rank);
        Assert.Equal(16, ((LoraConfig)Configs.Bind(Configs.Model + "peft: { r: 4 }", "lora_r=16").Value.Peft!).Rank);
    }

    [Fact]
    public void A_wrong_value_under_an_alias_is_reported_where_it_was_written()
        => Assert.Equal(
            $"{Configs.Name}:2:9: error: 'peft.r' must be a whole number, found 'many'",
            Configs.Issue(Configs.Model + "lora_r: many"));

    [Fact]
    public void A_key_that_the_chosen_variant_lacks_names_the_alias_it_came_by()
        => Assert.StartsWith(
            $"{Configs.Name}:3:1: error: unknown key 'r' (given as 'lora_r') in 'peft' with peft_type: ia3; it belongs to peft_type: lora",
            Configs.Issue(Configs.Model + "peft: ia3\nlora_r: 4"), StringComparison.Ordinal);

    [Fact]
    public void A_key_in_the_wrong_section_is_not_moved_silently()
        => Assert.Contains(
            "did you mean 'training.learning_rate'?",
            Configs.Issue(Configs.Model + "peft: { learning_rate: 1e-4 }"), StringComparison.Ordinal);

    [Fact]
    public void Free_keys_of_a_table_are_never_aliases()
        => Assert.Equal(
            "x", Configs.Bind(Configs.Model + "dataset: { columns: { lora_r: x } }").Value.Dataset.Columns["lora_r"]);

    [Fact]
    public void Keys_inside_list_items_stay_in_their_items()
    {
        var options = new ConfigOptions { Aliases = new AliasTable(new KeyAlias("file", "dataset.sources.path")) };
        var document = ConfigDocument.Parse("dataset: { sources: [{ file: a }, { file: b }] }", Configs.Name);
        var bound = ConfigBinder.Bind<WithDataset>(document, options);
        Assert.Equal(["a", "b"], bound.Value.Dataset.Sources.Select(source => source.Path));
        Assert.Equal(2, bound.Notices.Count);
    }

    [Fact]
    public void Rows_that_lead_nowhere_are_found()
    {
        var table = new AliasTable(
            new KeyAlias("a", "training.seed"),
            new KeyAlias("b", "training.nonsense"),
            new KeyAlias("c", "peft.feedforward_modules"));
        Assert.Equal("b", Assert.Single(table.Unresolved<RunConfig>(Configs.Options)).Alias);
    }

    [Fact]
    public void A_row_that_leads_nowhere_leaves_the_key_unknown()
        => Assert.Contains(
            "unknown key 'epochs'", Configs.Issue(Configs.Model + "epochs: 3"), StringComparison.Ordinal);

    private sealed record WithDataset
    {
        public DatasetConfig Dataset { get; init; } = new();
    }
}
