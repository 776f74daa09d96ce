using System.Text.Json.Nodes;
using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary><c>finetune template</c>.</summary>
public sealed class TemplateTests : IDisposable
{
    private const string Conversations = """
        [{"role": "user", "content": "Hi 😀"}, {"role": "assistant", "content": "Yes 😀 no"}]

        {"messages": [{"role": "user", "content": "Hi"}], "tools": null, "id": 7}

        """;

    private readonly TemporaryFolder _folder = new();

    public TemplateTests() => _folder.Write("chats.jsonl", Conversations);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Conversations_become_json_strings() =>
        Assert.Equal(
            ["<|im_start|>user\nHi 😀<|im_end|>\n<|im_start|>assistant\nYes 😀 no<|im_end|>\n", "<|im_start|>user\nHi<|im_end|>\n"],
            Run("template", "chatml", "--input", "chats.jsonl").Done().JsonLines.Select(line => (string)line!));

    [Fact]
    public void A_generation_prompt_can_be_added()
    {
        Run("template", "chatml", "--input", "chats.jsonl", "--generation-prompt", "--output", "out.jsonl").Done();

        Assert.All(
            File.ReadAllLines(_folder.At("out.jsonl")),
            line => Assert.EndsWith("<|im_end|>\n<|im_start|>assistant\n", (string)JsonNode.Parse(line)!));
    }

    [Fact]
    public void Spans_are_the_assistant_s_words_and_end_marker_in_code_points()
    {
        var lines = Run("template", "chatml", "--input", "chats.jsonl", "--spans").Done().JsonLines;

        var text = ((string)lines[0]["text"]!).EnumerateRunes().ToArray();
        var span = Assert.Single(lines[0]["spans"]!.AsArray())!;
        Assert.Equal("Yes 😀 no<|im_end|>\n", string.Concat(text[(int)span[0]!..(int)span[1]!]));
        Assert.Equal("""{"text":"<|im_start|>user\nHi<|im_end|>\n","spans":[]}""", lines[1].ToJsonString(Relaxed));
    }

    [Fact]
    public void A_template_file_sees_the_tokens_of_its_folder_and_a_folder_its_own()
    {
        _folder.Write("model/chat_template.jinja", "{{ bos_token }}{% for m in messages %}{{ m.content }}{% endfor %}");
        _folder.Write("model/tokenizer_config.json", """{"bos_token": "<s>", "chat_template": "not this one"}""");

        foreach (var path in new[] { "model", "model/chat_template.jinja" })
        {
            var lines = Run("template", path, "--input", "chats.jsonl").Done().JsonLines;
            Assert.Equal(["<s>Hi 😀Yes 😀 no", "<s>Hi"], lines.Select(line => (string)line!));
        }
    }

    [Fact]
    public void Tools_documents_and_variables_reach_the_template()
    {
        _folder.Write("all.jinja", "{{ tools | tojson }}{{ documents | tojson }}{{ enable_thinking }}{{ messages | length }}");
        _folder.Write("rows.jsonl", """
            {"messages": [], "tools": [{"name": "f"}], "documents": [{"title": "t"}], "chat_template_kwargs": {"enable_thinking": false}}
            """);

        Assert.Equal(
            """[{"name": "f"}][{"title": "t"}]False0""",
            (string)Run("template", "all.jinja", "--input", "rows.jsonl").Done().Json!);
    }

    [Fact]
    public void A_message_whose_span_cannot_be_told_is_a_note()
    {
        _folder.Write("all.jinja", "{% for m in messages %}{{ m.content | length }}{% endfor %}");

        var result = Run("template", "all.jinja", "--input", "chats.jsonl", "--spans").Done();

        Assert.Empty(result.JsonLines[0]["spans"]!.AsArray());
        Assert.Contains(
            "note: chats.jsonl:1: message 1 has no span: nothing that the template writes for it can be traced to it; "
            + "left out: content", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_no_conversations_are_told_together()
    {
        _folder.Write("rows.jsonl", """
            {}
            [5]
            oops
            [{"role": "user", "content": "\ud800"}]
            {"messages": [], "tools": ["a"]}
            {"messages": [], "documents": {}}
            {"messages": [{"content": "x"}], "tools": []}
            {"messages": [], "chat_template_kwargs": []}
            [{"role": "user", "content": "fine"}]
            """);

        Run("template", "chatml", "--input", "rows.jsonl").Refused(
            "8 problems:", "rows.jsonl:1: a conversation has to be", "rows.jsonl:2: message 0: a message has to be a JSON object",
            "rows.jsonl:3:1: not valid JSON", "rows.jsonl:4: message 0: a JSON string holds half of a surrogate pair",
            "rows.jsonl:5: \"tools\" has to be", "rows.jsonl:6: \"documents\" has to be", "rows.jsonl:7: message 0: a message needs a \"role\"",
            "rows.jsonl:8: \"chat_template_kwargs\" has to be");
    }

    [Fact]
    public void What_a_template_refuses_is_told_with_the_row_and_the_template_s_line()
    {
        _folder.Write("strict.jinja", "{% for m in messages %}\n{{ raise_exception('not ' ~ m.role) }}\n{% endfor %}");

        Run("template", "strict.jinja", "--input", "chats.jsonl", "--output", "out.jsonl").Refused(
            "2 problems:", "chats.jsonl:1: strict.jinja:2:19: not user", "chats.jsonl:3: strict.jinja:2:19: not user");
        Assert.False(File.Exists(_folder.At("out.jsonl")));
    }

    [Theory]
    [InlineData("{% for x in range(10) %}{% for y in range(99999) %}{% for z in range(99999) %}{% endfor %}{% endfor %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='ab') %}{% for x in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    public void A_runaway_template_is_stopped_at_a_line(string source)
    {
        _folder.Write("runaway.jinja", "\n" + source);

        Run("template", "runaway.jinja", "--input", "chats.jsonl").Refused("chats.jsonl:1: runaway.jinja:2:");
    }

    [Fact]
    public void A_template_that_is_not_there_or_cannot_be_read_is_told()
    {
        _folder.Write("broken.jinja", "a\n{% if %}");
        _folder.Write("bare/config.json", "{}");
        _folder.Write("spoilt/tokenizer_config.json", "{\n \"chat_template\": }");

        Run("template", "chatmk", "--input", "chats.jsonl").Refused(
            "chatmk is neither a model folder, a .jinja file nor a built-in template", "Did you mean 'chatml'?");
        Run("template", "broken.jinja", "--input", "chats.jsonl").Refused("broken.jinja:2:");
        Run("template", "bare", "--input", "chats.jsonl").Refused("bare: no chat template", "chatml, llama2");
        Run("template", "spoilt", "--input", "chats.jsonl").Refused("tokenizer_config.json:2:19: is not valid JSON");
        Run("template", "chatml", "--input", "chat.jsonl").Refused("chat.jsonl: there is no such file", "Did you mean 'chats.jsonl'?");
        Run("template", "chatml").Refused("Option '--input' is required");
    }

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private CliResult Run(params IReadOnlyList<string> arguments) => Finetune.Inside(_folder.Path, arguments);
}
