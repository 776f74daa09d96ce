namespace FineTune.Data.Tests;

public sealed class LanguageModelDataTests
{
    [Fact]
    public void Files_become_rows_of_tokens_with_a_report()
    {
        using var folder = new TempFolder();
        var data = Load(new DatasetConfig { TrainFile = [folder.Write("a.jsonl", Alpaca(20))], ValidationSplit = 0.2 });
        Assert.Equal((16, 4), (data.Train.Rows.Count, data.Validation!.Rows.Count));
        Assert.Null(data.Test);
        Assert.Contains(data.Notices, notice => notice.StartsWith("train: 16 rows of", StringComparison.Ordinal));
        Assert.All(data.Train.Rows, row => Assert.EndsWith("<|im_end|>\n", Assert.Single(ByteTokenizer.Learned(row))));
        Assert.Equal(data.Train.Rows.Sum(row => row.TargetCount), data.Train.Report.Targets);
    }

    [Fact]
    public void The_split_off_rows_of_mixed_sources_are_never_trained_on()
    {
        using var folder = new TempFolder();
        var data = Load(new DatasetConfig
        {
            Sources =
            [
                new() { Path = [folder.Write("a.jsonl", Alpaca(40, "first"))], Weight = 3 },
                new() { Path = [folder.Write("b.csv", "frage,antwort\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"second {i},{i}\n")))], Weight = 0.5,
                    Format = "alpaca", Columns = new ColumnsConfig { Instruction = "frage", Output = "antwort" } },
            ],
            ValidationSplit = 0.25,
        });
        var train = data.Train.Rows.Select(row => row.Origin).ToHashSet();
        Assert.Equal(20, data.Validation!.Rows.Count);
        Assert.Empty(train.Intersect(data.Validation.Rows.Select(row => row.Origin)));
        Assert.All(data.Train.Rows.Where(row => row.Origin.File.EndsWith("a.jsonl", StringComparison.Ordinal)).CountBy(row => row.Origin), pair => Assert.Equal(3, pair.Value));
        Assert.Contains(data.Notices, notice => notice.Contains("rows mixed of") && notice.Contains("b.csv"));
    }

    [Theory]
    [InlineData(Overlength.TruncatePrompt, 2, "1 of 2 (50.0%) had their prompt cut to max_length")]
    [InlineData(Overlength.TruncateResponse, 1, "1 of 2 (50.0%) were dropped for having no token to learn from")]
    [InlineData(Overlength.Drop, 1, "1 of 2 (50.0%) were dropped as longer than max_length")]
    public void Rows_too_long_are_treated_as_the_config_says_and_counted(Overlength policy, int kept, string notice)
    {
        using var folder = new TempFolder();
        var data = Load(LongPrompt(folder) with { Overlength = policy, MaxUnsupervisedShare = 0.5 });
        Assert.Equal(kept, data.Train.Rows.Count);
        Assert.Contains(notice, data.Notices[^1].Replace(" %", "%"));
        Assert.All(data.Train.Rows, row => Assert.True(row.Length <= 40));
    }

    [Fact]
    public void Rows_too_long_can_be_refused()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<DataException>(() => Load(LongPrompt(folder) with { Overlength = Overlength.Error }));
        Assert.Matches(@"a\.jsonl:2: \d+ tokens, \d+ of them before the first that is learned; max_length is 40", Assert.Single(error.Problems));
    }

    [Fact]
    public void Too_many_rows_without_anything_to_learn_stop_the_run()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<DataException>(() => Load(LongPrompt(folder) with { Overlength = Overlength.TruncateResponse, MaxUnsupervisedShare = 0.4 }));
        Assert.Contains("train: 1 of 2 rows have no token to learn from, the first is", error.Message);
        Assert.Contains("a.jsonl:2", error.Message);
    }

    [Fact]
    public void A_part_of_which_nothing_is_left_is_refused()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<DataException>(() => Load(new DatasetConfig
        {
            TrainFile = [folder.Write("a.jsonl", Alpaca(2))],
            MaxLength = 8,
            Overlength = Overlength.Drop,
        }));
        Assert.Contains("train: no row is left to learn from.", error.Message);
    }

    [Fact]
    public void Rows_the_template_refuses_are_all_named()
    {
        using var folder = new TempFolder();
        const string Tool = """{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "tool", "content": "c"}]}""";
        var error = Assert.Throws<DataException>(() => Load(
            new DatasetConfig { TrainFile = [folder.Write("a.jsonl", Tool + "\n" + Tool)] }, template: "vicuna"));
        Assert.Equal(2, error.Problems.Count);
        Assert.Contains("a.jsonl:2: the chat template refuses this conversation", error.Problems[1]);
    }

    [Fact]
    public void What_is_wrong_with_every_row_is_said_once()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig { TrainFile = [folder.Write("a.jsonl", Alpaca(50))] };
        var encoder = new SequenceEncoder(ByteTokenizer.Plain, template: null, config);
        Assert.Single(Assert.Throws<DataException>(() => LanguageModelData.Load(config, DataPurpose.Instruction, encoder, 1)).Problems);
    }

    [Fact]
    public void Files_and_sources_exclude_each_other()
    {
        Assert.Contains("nothing to train on", Assert.Throws<DataException>(() => Load(new DatasetConfig())).Message);
        Assert.Contains("train_file and sources are both given", Assert.Throws<DataException>(() =>
            Load(new DatasetConfig { TrainFile = ["a"], Sources = [new() { Path = ["b"] }] })).Message);
    }

    [Fact]
    public void Max_samples_limits_sources_and_parts()
    {
        using var folder = new TempFolder();
        var source = new SourceConfig { Path = [folder.Write("a.jsonl", Alpaca(20))], MaxSamples = 5 };
        Assert.Equal(10, Load(new DatasetConfig { Sources = [source, source] }).Train.Rows.Count);
        Assert.Equal(7, Load(new DatasetConfig { Sources = [source, source], MaxSamples = 7 }).Train.Rows.Count);
    }

    [Fact]
    public void Keys_of_language_models_are_refused_for_classification()
    {
        var config = new DatasetConfig { TrainFile = ["gone.csv"], Packing = true, ChatTemplate = "chatml" };
        var error = Assert.Throws<DataException>(() => ClassificationData.Load(config, null, 1));
        Assert.Contains("dataset.packing is for language models", error.Message);
        Assert.Contains("dataset.chat_template is for language models", error.Message);
    }

    [Fact]
    public void Documents_are_joined_with_eos_and_cut_into_blocks()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig { TrainFile = [folder.Write("a.txt", "abcdef\nghij\nk\n")], MaxLength = 8 };
        var data = Load(config, DataPurpose.Pretraining, bos: true);
        Assert.Equal(["<s>abcdef</s>", "<s>ghij</s><s>k", "</s>"], [.. data.Train.Rows.Select(row => ByteTokenizer.Plain.Decode(row.Ids)), "</s>"]);
        Assert.All(data.Train.Rows, row => Assert.Equal(row.Length - 1, row.TargetCount));
        Assert.Equal([1, 2], data.Train.Rows.Select(row => row.Origin.Line));

        var apart = Load(config with { ConcatenateDocuments = false }, DataPurpose.Pretraining, bos: true);
        Assert.Equal(["<s>abcdef</s>", "<s>ghij</s>", "<s>k</s>"], apart.Train.Rows.Select(row => ByteTokenizer.Plain.Decode(row.Ids)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Blocks_hold_every_token_in_order(int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var documents = new DocumentExample[50];
        for (var i = 0; i < documents.Length; i++)
        {
            documents[i] = new DocumentExample(default, new string((char)('a' + (i % 26)), random.NextBelow(60)));
        }

        var config = new DatasetConfig { MaxLength = 16 };
        var encoder = new SequenceEncoder(ByteTokenizer.WithBos, null, config);
        var blocks = TokenDataset.Concatenate("train", documents, encoder, config, new DataProblems()).Rows;
        Assert.All(blocks.SkipLast(1), block => Assert.Equal(16, block.Length));
        var all = documents.Where(document => document.Text.Length > 0).SelectMany(document => encoder.Encode(document).Ids).ToArray();
        var cut = blocks.SelectMany(block => block.Ids).ToArray();
        Assert.True(all.Length - cut.Length is 0 or 1, $"seed {seed}");
        Assert.Equal(all[..cut.Length], cut);
    }

    [Fact]
    public void A_fingerprint_tells_tokens_and_what_is_learned_apart()
    {
        TokenRow[] rows = [new(default, [1, 2, 3], [new(1, 3)]), new(default, [1, 2, 3], [new(2, 3)]), new(default, [1, 2, 4], [new(1, 3)])];
        Assert.Equal(3, rows.Select(row => TokenDataset.Collect("train", [row]).Fingerprint()).Distinct().Count());
        Assert.Equal(TokenDataset.Collect("a", [rows[0]]).Fingerprint(), TokenDataset.Collect("b", [rows[0]]).Fingerprint());
    }

    [Fact]
    public void A_trained_model_reads_labelled_rows_and_bare_prompts()
    {
        using var folder = new TempFolder();
        var notices = new List<string>();
        var config = new DatasetConfig();
        var part = LanguageModelData.LoadPart(
            "test", [folder.Write("a.jsonl", Alpaca(3))], config, DataPurpose.Instruction, Chats.Encoder("chatml"), notices);
        Assert.Equal(("test", 3), (part.Name, part.Rows.Count));
        Assert.Contains(notices, notice => notice.StartsWith("test: 3 rows", StringComparison.Ordinal));

        var chats = LanguageModelData.LoadPrompts([folder.Write("b.jsonl", "{\"instruction\": \"a\"}")], config, notices);
        Assert.Equal("a", Assert.Single(Assert.IsType<ChatExample>(Assert.Single(chats)).Messages).Content);
        var texts = LanguageModelData.LoadPrompts([folder.Write("c.jsonl", "{\"prompt\": \"a\", \"id\": 1}")], config, notices);
        Assert.Equal(("a", null), Assert.Single(texts) is PromptExample text ? (text.Prompt, text.Completion) : default);
        var open = LanguageModelData.LoadPrompts([folder.Write("d.jsonl", """{"messages": [{"role": "user", "content": "a"}]}""")], config, notices);
        Assert.IsType<ChatExample>(Assert.Single(open));
    }

    [Fact]
    public void Loading_can_be_cancelled()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig { TrainFile = [folder.Write("a.jsonl", Alpaca(20))] };
        Assert.Throws<OperationCanceledException>(() => LanguageModelData.Load(
            config, DataPurpose.Instruction, Chats.Encoder("chatml", config), 1, new CancellationToken(canceled: true)));
    }

    private static string Alpaca(int rows, string name = "row") =>
        string.Concat(Enumerable.Range(0, rows).Select(i => $$"""{"instruction": "{{name}} {{i}}", "output": "answer {{i}}"}""" + "\n"));

    /// <summary>A row that fits, and one whose prompt alone does not.</summary>
    private static DatasetConfig LongPrompt(TempFolder folder) => new()
    {
        TrainFile = [folder.Write("a.jsonl", "{\"prompt\": \"a\", \"completion\": \" b\"}\n{\"prompt\": \"" + new string('x', 60) + "\", \"completion\": \" yes\"}\n")],
        MaxLength = 40,
    };

    private static EncodedData<TokenDataset> Load(
        DatasetConfig config, DataPurpose purpose = DataPurpose.Instruction, string template = "chatml", bool bos = false) =>
        LanguageModelData.Load(
            config, purpose, Chats.Encoder(template, config, bos ? ByteTokenizer.WithBos : ByteTokenizer.Plain), seed: 1);
}
