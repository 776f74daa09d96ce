using FineTune.Testing;

namespace FineTune.Cli.Tests;

public sealed class ChatTests : IDisposable
{
    private readonly TemporaryFolder _place = new();

    public ChatTests()
    {
        TinyChat.Write(_place.At("model"));
        // Letters only, so that an answer is a line.
        var others = Enumerable.Range(0, 260).Where(id => id is < 65 or > 90);
        _place.Write("model/generation_config.json", $$"""{"max_new_tokens": 5, "suppress_tokens": [{{string.Join(',', others)}}]}""");
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Each_line_is_answered_in_its_conversation()
    {
        var lines = Chat("Hi\\nMore\\n/reset\\n\\nHi\\n/exit\\nnever\\n").Done().Out.Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.All(lines[..3], answer => Assert.Equal(5, answer.Length));
        Assert.Empty(lines[3]);
        // After a reset the same question has the same answer.
        Assert.Equal(lines[0], lines[2]);
    }

    [Fact]
    public void An_answer_is_that_of_generate_with_the_conversation()
    {
        var lines = Chat("Hi\\nMore\\n").Done().Out.Split('\n');
        _place.Write("chat.jsonl", $$"""
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "{{lines[0]}}"}, {"role": "user", "content": "More"}]}
            """);
        var line = Finetune.Inside(_place.Path, "generate", "model", "--input", "chat.jsonl").Done().Json;
        Assert.Equal(lines[1], (string)line["text"]!);
    }

    [Fact]
    public void A_system_message_is_part_of_the_conversation() =>
        Chat("Hi\\n", $"--system {new string('x', TinyChat.MaxLength)}").Refused("which leaves no room for a text");

    [Fact]
    public void An_unknown_command_is_told_and_costs_nothing() =>
        Assert.Contains("'/rest' is no command; there are /reset and /exit", Chat("/rest\\n").Done().Error, StringComparison.Ordinal);

    [Fact]
    public void A_conversation_too_long_is_told()
    {
        var result = Chat(new string('x', TinyChat.MaxLength) + "\\n");
        result.Refused("which leaves no room for a text: the model takes 160 tokens in all");
    }

    [Fact]
    public void A_model_without_template_is_refused()
    {
        TinyChat.Write(_place.At("base"), withTemplate: false);
        Finetune.Inside(_place.Path, "chat", "base").Refused("base has no chat template");
    }

    private CliResult Chat(string input, string options = "") =>
        Finetune.Shell(_place.Path, $"printf '{input}' | $FINETUNE chat model {options}");
}
