namespace FineTune.Data.Tests;

/// <summary>Preferences in the layouts that people have them in, and what is wrong with them.</summary>
public sealed class PreferenceDataTests
{
    private const string User = """{"role": "user", "content": "Hi?"}""";

    /// <summary>One pair, "Hi?" answered by "Hello!" or by "Go.", in every layout.</summary>
    public static TheoryData<string> Layouts =>
    [
        $$"""{"prompt": [{{User}}], "chosen": [{"role": "assistant", "content": "Hello!"}], "rejected": [{"role": "assistant", "content": "Go."}]}""",
        $$"""{"prompt": "Hi?", "chosen": [{{User}}, {"role": "assistant", "content": "Hello!"}], "rejected": [{{User}}, {"role": "assistant", "content": "Go."}]}""",
        $$"""{"chosen": [{{User}}, {"role": "assistant", "content": "Hello!"}], "rejected": [{{User}}, {"role": "assistant", "content": "Go."}]}""",
        """{"conversations": [{"from": "human", "value": "Hi?"}], "chosen": {"from": "gpt", "value": "Hello!"}, "rejected": {"from": "gpt", "value": "Go."}}""",
        """{"instruction": "Hi?", "input": "", "chosen": "Hello!", "rejected": "Go."}""",
        """{"chosen": "\n\nHuman: Hi?\n\nAssistant: Hello!", "rejected": "\n\nHuman: Hi?\n\nAssistant: Go."}""",
    ];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_layout_gives_the_same_pair(string row)
    {
        var pair = Assert.Single(Load(row).Train.Rows);
        Assert.Equal("Hello!<|im_end|>\n", Assert.Single(ByteTokenizer.Learned(pair.Chosen)));
        Assert.Equal("Go.<|im_end|>\n", Assert.Single(ByteTokenizer.Learned(pair.Rejected)));
        Assert.Equal(pair.Chosen.Supervised[0].Start, pair.SharedPrompt);
    }

    [Fact]
    public void Texts_are_taken_as_they_stand_and_part_at_the_last_word_that_both_have()
    {
        var given = Assert.Single(Load("""{"prompt": "One and", "chosen": " two.", "rejected": " three."}""").Train.Rows);
        var found = Assert.Single(Load("""{"chosen": "One and two.", "rejected": "One and three."}""").Train.Rows);
        Assert.Equal(given.Chosen.Ids, found.Chosen.Ids);
        Assert.Equal(given.Rejected.Supervised, found.Rejected.Supervised);
        Assert.StartsWith(" two.", Assert.Single(ByteTokenizer.Learned(found.Chosen)), StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_of_equal_answers_are_counted_and_dropped()
    {
        var data = Load(Pair("a", "b"), Pair("c", "c"), Pair("d", "e"));
        Assert.Equal(2, data.Train.Rows.Count);
        Assert.Equal(1, data.Train.Report.Identical);
        Assert.Contains(data.Notices, notice => notice.Contains("were dropped because both answers are the same"));
    }

    [Theory]
    [InlineData("""{"prompt": "Hi?", "chosen": "", "rejected": "Go."}""", "a.jsonl:1: chosen, the answer, is empty")]
    [InlineData("""{"prompt": "Hi?", "chosen": "Hello!", "rejected": null}""", "a.jsonl:1: rejected, the answer, is empty")]
    [InlineData("""{"chosen": "Yes.", "rejected": "No."}""", "do not start with the same one")]
    [InlineData("""{"prompt": "Hi?", "chosen": "Hello!"}""", "are those of no format")]
    [InlineData("""{"prompt": "Hi?", "chosen": "Hello!", "rejected": "Go.", "margin": "wide"}""", "'margin' must be a number, found \"wide\"")]
    [InlineData("""{"prompt": "Hi?", "chosen": 7, "rejected": "Go."}""", "'chosen' must be a string, found 7")]
    public void A_pair_that_cannot_be_used_is_named_with_what_is_wrong(string row, string problem)
    {
        var error = Assert.Throws<DataException>(() => Load(row));
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void Transcripts_without_an_answer_are_counted_and_merged_turns_stay_one()
    {
        var data = Load(
            """{"chosen": "\n\nHuman: Hi?\n\nHuman: You?\n\nAssistant: Yes.", "rejected": "\n\nHuman: Hi?\n\nHuman: You?\n\nAssistant: No."}""",
            """{"chosen": "\n\nHuman: Hi?\n\nAssistant:", "rejected": "\n\nHuman: Hi?\n\nAssistant: No."}""");
        var pair = Assert.Single(data.Train.Rows);
        Assert.Contains("Hi?\n\nYou?", ByteTokenizer.Plain.Decode(pair.Chosen.Ids));
        Assert.Equal(1, data.Train.Report.Unsupervised);
    }

    [Theory]
    [InlineData(Overlength.TruncatePrompt, 1)]
    [InlineData(Overlength.Drop, 0)]
    public void Both_rows_of_a_pair_lose_the_same_of_their_prompt(Overlength policy, int kept)
    {
        var row = Pair("short", "a longer answer", prompt: new string('x', 60));
        var config = new DatasetConfig { MaxLength = 64, Overlength = policy };
        if (kept == 0)
        {
            Assert.Contains("no row is left", Assert.Throws<DataException>(() => Load(config, row)).Message);
            return;
        }
        var pair = Assert.Single(Load(config, row).Train.Rows);
        Assert.Equal(pair.Chosen.Supervised[0].Start, pair.SharedPrompt);
        Assert.Equal(64, Math.Max(pair.Chosen.Length, pair.Rejected.Length));
        Assert.Equal("short<|im_end|>\n", Assert.Single(ByteTokenizer.Learned(pair.Chosen)));
    }

    [Fact]
    public void A_prompt_that_leaves_no_answer_is_an_error_that_says_so()
    {
        var row = Pair("short", "a longer answer", prompt: new string('x', 200));
        var config = new DatasetConfig { MaxLength = 64, Overlength = Overlength.TruncateResponse };
        var error = Assert.Throws<DataException>(() => Load(config, row));
        Assert.Contains("1 of 1 rows have no token to learn from", error.Message);
        Assert.Contains("overlength: truncate_prompt", error.Message);
    }

    [Fact]
    public void Answers_of_one_kind_only_are_refused()
    {
        var error = Assert.Throws<DataException>(() => Judged(Judgement("a", "true"), Judgement("b", "true")));
        Assert.Contains("all 2 answers are desirable", error.Message);
    }

    [Fact]
    public void Judged_answers_keep_their_labels_and_conversations_end_in_the_answer()
    {
        var pairs = Judged(Judgement("good", "true"), Judgement("bad", "false"));
        Assert.Equal([true, false], pairs.Train.Desirable);
        var conversations = Judged(Conversation("good", "true"), Conversation("bad", "false"));
        Assert.Equal(pairs.Train.Answers.Rows.Select(r => r.Ids), conversations.Train.Answers.Rows.Select(r => r.Ids));
        Assert.Equal(
            "bad<|im_end|>\n", Assert.Single(ByteTokenizer.Learned(conversations.Train.Answers.Rows[1])));
    }

    [Fact]
    public void A_label_that_is_neither_true_nor_false_is_an_error() => Assert.Contains(
        "'label' must be true or false, found \"maybe\"",
        Assert.Throws<DataException>(() => Judged(Judgement("a", "\"maybe\""), Judgement("b", "false"))).Message);

    private static string Pair(string chosen, string rejected, string prompt = "Hi?") =>
        $$"""{"instruction": "{{prompt}}", "chosen": "{{chosen}}", "rejected": "{{rejected}}"}""";

    private static string Judgement(string completion, string label) =>
        $$"""{"prompt": [{{User}}], "completion": [{"role": "assistant", "content": "{{completion}}"}], "label": {{label}}}""";

    private static EncodedData<PairDataset> Load(params string[] rows) => Load(new DatasetConfig { MaxUnsupervisedShare = 0.5 }, rows);

    private static EncodedData<PairDataset> Load(DatasetConfig config, params string[] rows)
    {
        using var folder = new TempFolder();
        config = config with { TrainFile = [folder.Write("a.jsonl", string.Join('\n', rows))] };
        return PairData.Load(config, Chats.Encoder("chatml", config), seed: 1);
    }

    private static string Conversation(string answer, string label) =>
        $$"""{"messages": [{{User}}, {"role": "assistant", "content": "{{answer}}"}], "label": {{label}}}""";

    private static EncodedData<JudgedPart> Judged(params string[] rows)
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig { TrainFile = [folder.Write("a.jsonl", string.Join('\n', rows))] };
        return JudgedData.Load(config, Chats.Encoder("chatml", config), seed: 1);
    }
}
