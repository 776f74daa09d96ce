using FineTune.Tokenizers;

namespace FineTune.Data.Tests;

/// <summary>Templates and tokenizers of real models, and real data sets, from beside the repository.</summary>
public sealed class RealTemplateTests
{
    /// <summary>
    /// TRL's training templates mark the answers themselves: the same template without marks must give the same labels.
    /// </summary>
    [SkippableTheory]
    [InlineData("llama3", "llama3", "llama3_training")]
    [InlineData("qwen3", "lfm2", "lfm2_training")]
    [InlineData("qwen3", "qwen3_instruct_2507", "qwen3_instruct_2507_training")]
    [InlineData("phi-3-mini", "phi3", "phi3_training")]
    [InlineData("gemma3", "gemma3", "gemma3_training")]
    public void Labels_are_those_of_the_template_that_marks_its_answers(string tokenizer, string plain, string marked)
    {
        var example = Chats.Of(Chats.TwoTurns);
        var (unmarked, expected) = (Encode(tokenizer, plain, example), Encode(tokenizer, marked, example));
        Assert.Equal(expected.Ids, unmarked.Ids);
        Assert.Equal(expected.Labels(), unmarked.Labels());
        Assert.Equal(2, expected.Supervised.Count);
    }

    [SkippableTheory]
    [InlineData("alpaca_en_demo.json", 999)]
    [InlineData("alpaca_zh_demo.json", 1000)]
    [InlineData("glaive_toolcall_en_demo.json", 300)]
    [InlineData("identity.json", 91)]
    public void Demonstration_sets_are_read_as_they_are(string file, int rows)
    {
        var config = new DatasetConfig { TrainFile = [SharedFolder.Require($"data/demos/{file}")], MaxLength = 1024 };
        var tokenizer = Tokenizer.Load(SharedFolder.Require("tokenizers/qwen3"));
        var template = ChatTemplateChoice.Load("qwen", SharedFolder.Require("tokenizers/qwen3"), tokenizer);
        var data = LanguageModelData.Load(config, DataPurpose.Instruction, new SequenceEncoder(tokenizer, template, config), seed: 1);
        Assert.Equal(rows, data.Train.Report.Rows);
        Assert.Equal(rows, data.Train.Rows.Count);
        var preview = DataPreview.Of(data.Train, tokenizer, rows: 20, template);
        Assert.Empty(preview.Findings);
        Assert.All(preview.Rows, row => Assert.Equal(row.Text, string.Concat(row.Tokens.Select(token => token.Text))));
    }

    [SkippableTheory]
    [InlineData("c4_demo.jsonl")]
    [InlineData("wiki_demo.txt")]
    public void Running_text_is_cut_into_blocks_of_one_size(string file)
    {
        var config = new DatasetConfig { TrainFile = [SharedFolder.Require($"data/demos/{file}")], MaxLength = 256 };
        var tokenizer = Tokenizer.Load(SharedFolder.Require("tokenizers/gpt2"));
        var encoder = new SequenceEncoder(tokenizer, null, config, eosTokenId: 50256);
        var data = LanguageModelData.Load(config, DataPurpose.Pretraining, encoder, seed: 1);
        Assert.True(data.Train.Rows.Count > 500);
        Assert.All(data.Train.Rows.SkipLast(1), row => Assert.Equal(256, row.Length));
    }

    private static TokenRow Encode(string tokenizer, string template, ChatExample example)
    {
        var folder = SharedFolder.Require($"tokenizers/{tokenizer}");
        var loaded = Tokenizer.Load(folder);
        var file = SharedFolder.Require($"tokenizers/chat_templates/{template}.jinja");
        return new SequenceEncoder(loaded, ChatTemplateChoice.Load(file, folder, loaded), new DatasetConfig()).Encode(example);
    }
}
