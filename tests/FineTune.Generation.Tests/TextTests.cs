using FineTune.Testing;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;
using static TorchSharp.torch;

namespace FineTune.Generation.Tests;

/// <summary>Tokens as text, on a tokenizer of one token a byte.</summary>
public sealed class TextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Tokenizer _tokenizer;

    public TextTests() => _tokenizer = Tokenizer.Load(TinyChat.WriteTokenizer(_folder.Path));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pieces_are_never_half_a_character_and_make_up_the_text()
    {
        const string Text = "naïve – 漢字 👩‍👩‍👧 ok";
        var stream = new StreamedText(_tokenizer, [], []);
        var pieces = Pieces(stream, Text);
        Assert.All(pieces, p => Assert.DoesNotContain('\uFFFD', p));
        Assert.Equal(Text, string.Concat(pieces));
        Assert.False(stream.Stopped);
    }

    [Theory]
    [InlineData("one STOP two", "one ", true)]
    [InlineData("one STO two", "one STO two", false)]
    [InlineData("one STOSTOP two", "one STO", true)]
    [InlineData("one##END", "one##END", false)]
    [InlineData("one###END", "one", true)]
    [InlineData("ends in ST", "ends in ST", false)]
    [InlineData("STOP", "", true)]
    [InlineData("a 終わり b", "a ", true)]
    public void A_text_ends_before_the_first_stop_string(string text, string expected, bool stopped)
    {
        var stream = new StreamedText(_tokenizer, ["STOP", "###", "終わり"], []);
        var pieces = Pieces(stream, text);
        Assert.Equal(expected, string.Concat(pieces));
        Assert.Equal(stopped, stream.Stopped);
        // What may yet become a stop string is not shown before it is known to be none.
        Assert.All(pieces.SkipLast(1), p => Assert.False(p.EndsWith('S') || p.EndsWith('#'), p));
    }

    [Fact]
    public void Streamed_pieces_and_results_are_the_same_text()
    {
        using var loaded = LoadChat();
        var generator = new TextGenerator(loaded.Generator(TinyChat.MaxLength), _tokenizer);
        int[][] prompts = [_tokenizer.EncodeToIds("a"), _tokenizer.EncodeToIds("bcd")];
        foreach (var beams in new[] { 1, 2 })
        {
            var config = new GenerationConfig
            {
                MaxNewTokens = 30,
                DoSample = true,
                NumBeams = beams,
                NumReturnSequences = 2,
                EosTokenIds = [257],
            };
            var streamed = new string[4];
            var results = generator.Generate(prompts, config, continues: true, (i, piece) => streamed[i] += piece);
            Assert.Equal(results.Select(r => r.Text), streamed.Select(s => s ?? ""));
            Assert.All(results, r => Assert.Equal(
                _tokenizer.Decode(r.Tokens.Ids, skipSpecialTokens: true), r.Text));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_stop_string_ends_generation(int beams)
    {
        using var loaded = LoadChat();
        var generator = new TextGenerator(loaded.Generator(TinyChat.MaxLength), _tokenizer);
        int[][] prompts = [_tokenizer.EncodeToIds("once")];
        var config = new GenerationConfig
        {
            MaxNewTokens = 30,
            NumBeams = beams,
            // A beam that ends early wins.
            LengthPenalty = -10,
            // Letters, so that every token is a character.
            SuppressTokens = [.. Enumerable.Range(0, 260).Where(id => id is < 60 or > 90)],
            MinNewTokens = 3,
        };
        var whole = generator.Generate(prompts, config, continues: true)[0].Text;
        var stop = whole.Substring(5, 2);

        var cut = generator.Generate(prompts, config with { StopStrings = [stop] }, continues: true)[0];

        Assert.Equal(FinishReason.StopString, cut.Tokens.Finish);
        Assert.DoesNotContain(stop, cut.Text, StringComparison.Ordinal);
        Assert.EndsWith(stop, _tokenizer.Decode(cut.Tokens.Ids), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_string_that_is_a_special_token_is_an_end_token()
    {
        using var scope = NewDisposeScope();
        var table = zeros(260, 260);
        table.narrow(1, TinyChat.TurnEnd, 1).fill_(9);
        var config = new GenerationConfig { StopStrings = ["<|im_end|>"] };
        var generator = new TextGenerator(new MarkovDecoder(table).Generator(), _tokenizer);
        var result = generator.Generate([[1]], config, continues: true)[0];
        Assert.Equal(FinishReason.EndToken, result.Tokens.Finish);
        Assert.Equal([TinyChat.TurnEnd], result.Tokens.Ids);
        Assert.Equal("", result.Text);
    }

    [Fact]
    public void The_template_s_turn_end_ends_an_answer()
    {
        var template = ChatTemplate.FromFolder(_folder.Path);
        var config = ChatPrompt.WithTurnEnd(new GenerationConfig { EosTokenIds = [257] }, template, _tokenizer);
        Assert.Equal([257, TinyChat.TurnEnd], config.EosTokenIds);
        Assert.Equal(config.EosTokenIds, ChatPrompt.WithTurnEnd(config, template, _tokenizer).EosTokenIds);
    }

    [Fact]
    public void A_conversation_says_what_it_would_without_memory()
    {
        using var loaded = LoadChat();
        var template = ChatTemplate.FromFolder(_folder.Path);
        var generator = new TextGenerator(loaded.Generator(TinyChat.MaxLength), _tokenizer);
        var config = new GenerationConfig { MaxNewTokens = 8, DoSample = true };
        using var session = new ChatSession(generator, template, config, system: "Be brief.");

        session.Say("Hello.");
        var pieces = new List<string>();
        var second = session.Say("More?", pieces.Add);

        Assert.True(session.Reused > "Be brief.".Length, $"{session.Reused} tokens reused");
        Assert.Equal(second.Text, string.Concat(pieces));
        Assert.Equal(
            ["system", "user", "assistant", "user", "assistant"], session.Messages.Select(m => m.Role));
        var fresh = generator.Generate(
            [ChatPrompt.Encode([.. session.Messages.SkipLast(1)], template, _tokenizer)],
            ChatPrompt.WithTurnEnd(config, template, _tokenizer),
            continues: false)[0];
        Assert.Equal(fresh.Tokens.Ids, second.Tokens.Ids);

        session.Reset();
        Assert.Equal(["system"], session.Messages.Select(m => m.Role));
    }

    [Fact]
    public void A_turn_that_fails_leaves_the_conversation_as_it_was()
    {
        using var loaded = LoadChat();
        var generator = new TextGenerator(loaded.Generator(TinyChat.MaxLength), _tokenizer);
        using var session = new ChatSession(
            generator, ChatTemplate.FromFolder(_folder.Path), new GenerationConfig { MaxNewTokens = 4 });
        session.Say("Hello.");
        Assert.Throws<GenerationException>(() => session.Say(new string('x', TinyChat.MaxLength)));
        Assert.Equal(2, session.Messages.Count);
        session.Say("Still there?");
        Assert.Equal(4, session.Messages.Count);
    }

    private string[] Pieces(StreamedText stream, string text) =>
        [.. _tokenizer.EncodeToIds(text).Select(stream.Add).ToList(), stream.Finish()];

    private Models.LoadedModel<Nn.ICausalLM> LoadChat()
    {
        using var folder = Models.PretrainedFolder.Open(TinyChat.Write(_folder.At("model")));
        return folder.LoadCausalLM(folder.Config, new Models.LoadOptions { Device = CPU });
    }
}
