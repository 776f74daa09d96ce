using System.Text;
using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Tokenizers.Tests.Chat;

/// <summary>
/// That no template, however hostile, does more than it is allowed to, and that the error names its line.
/// </summary>
public sealed class RunawayTests
{
    private static readonly RenderLimits Tight = new() { MaxIterations = 10_000, MaxCharacters = 1_000_000, MaxDepth = 50 };

    [Theory]
    [InlineData("{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}", "looped more than 10,000 times")]
    [InlineData("{% for a in range(99999) if false %}{% endfor %}", "looped more than 10,000 times")]
    [InlineData("{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", "1,000,000 characters")]
    [InlineData("{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}", "1,000,000 characters")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", "1,000,000 characters")]
    [InlineData("{% for a in range(9999) %}{{ 'x' * 1000 }}{% endfor %}", "1,000,000 characters")]
    [InlineData("{{ 'x' * 99999999999 }}", "1,000,000 characters")]
    [InlineData("{{ [1] * 99999999999 }}", "1,000,000 characters")]
    [InlineData("{{ 'x'.center(999999999) }}", "1,000,000 characters")]
    [InlineData("{{ 'x' | center(999999999) }}", "1,000,000 characters")]
    [InlineData("{{ 'x'.zfill(999999999) }}", "1,000,000 characters")]
    [InlineData("{{ 'a\\tb'.expandtabs(999999999) }}", "1,000,000 characters")]
    [InlineData("{{ 'a\\nb' | indent(999999999) }}", "1,000,000 characters")]
    [InlineData("{{ '%999999999d' % 1 }}", "width")]
    [InlineData("{{ '%.999999999f' % 1 }}", "precision")]
    [InlineData("{{ '{:999999999}'.format(1) }}", "width")]
    [InlineData("{{ [1] | batch(999999999, 'x') | list }}", "1,000,000 characters")]
    [InlineData("{{ [1] | slice(999999999) | list }}", "1,000,000 characters")]
    [InlineData("{{ ('a' * 1000) | replace('', 'b' * 1000) }}", "1,000,000 characters")]
    [InlineData("{{ ('b' * 10000).join('a' * 1000) }}", "1,000,000 characters")]
    [InlineData("{{ range(999999999999) }}", "Range too big")]
    [InlineData("{{ 9 ** (9 ** 9) }}", "bits")]
    [InlineData("{{ 9 ** 99999999999999999999 }}", "bits")]
    [InlineData("{% set ns = namespace(x=3) %}{% for i in range(99) %}{% set ns.x = ns.x * ns.x %}{% endfor %}", "bits")]
    [InlineData("{{ 2 ** 20000 }}", "4300 digits")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "50 deep")]
    [InlineData("{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}", "50 deep")]
    public void A_runaway_is_stopped_with_the_line_it_was_at(string template, string reason)
    {
        ChatTemplate parsed = ChatTemplate.Parse($"\n\n{template}", "hostile.jinja");
        var fault = Assert.Throws<ChatTemplateException>(() => parsed.Render([], new RenderOptions { Limits = Tight }));
        Assert.Contains(reason, fault.Reason);
        Assert.Equal(3, fault.Line);
        Assert.StartsWith("hostile.jinja:3:", fault.Message);
    }

    [Fact]
    public void The_default_bounds_stop_a_runaway_too()
    {
        ChatTemplate template = ChatTemplate.Parse(
            "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}", "t");
        Assert.Contains("1,000,000 times", Assert.Throws<ChatTemplateException>(() => template.Render([])).Reason);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("-", "1", "")]
    [InlineData("not ", "1", "")]
    [InlineData("{'a': ", "1", "}")]
    [InlineData("'a' if ", "1", "")]
    [InlineData("f(", "1", ")")]
    [InlineData("", "1", "|upper")]
    [InlineData("", "a", ".b")]
    [InlineData("", "a", "[0]")]
    [InlineData("", "1", " - 1")]
    [InlineData("", "1", " or 1")]
    [InlineData("", "1", " ** 1")]
    public void Deep_expressions_are_refused(string open, string middle, string close)
    {
        string source = $"{{{{ {Repeat(open)}{middle}{Repeat(close)} }}}}";
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(source, "deep.jinja"));
        Assert.StartsWith("deep.jinja:1:", fault.Message);

        static string Repeat(string part) => string.Concat(Enumerable.Repeat(part, 100_000));
    }

    [Theory]
    [InlineData("{% if true %}", "{% endif %}")]
    [InlineData("{% for i in [1] %}", "{% endfor %}")]
    [InlineData("{% macro f() %}", "{% endmacro %}")]
    [InlineData("{% set x %}", "{% endset %}")]
    [InlineData("{% generation %}", "{% endgeneration %}")]
    public void Deep_statements_are_refused(string open, string close)
    {
        var source = new StringBuilder();
        source.Insert(0, open, 20_000).Insert(source.Length, close, 20_000);
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(source.ToString(), "deep.jinja"));
        Assert.Matches("nested|recursion", fault.Reason);
    }

    [Fact]
    public void Long_flat_templates_are_fine()
    {
        string sum = string.Join(" + ", Enumerable.Repeat("'x'", 20_000));
        string branches = string.Concat(Enumerable.Repeat("{% elif false %}no", 2_000));
        RenderedChat chat = ChatTemplate.Parse($"{{{{ {sum} }}}}{{% if false %}}no{branches}{{% else %}}yes{{% endif %}}", "t").Render([]);
        Assert.Equal(new string('x', 20_000) + "yes", chat.Text);
    }

    [Theory]
    [InlineData("[ns.x]")]
    [InlineData("(ns.x,)")]
    [InlineData("{'a': ns.x}")]
    [InlineData("ns.x | batch(1) | list")]
    [InlineData("dict(a=ns.x)")]
    public void Values_cannot_be_nested_without_end(string deeper)
    {
        string source = $"{{% set ns = namespace(x=[1]) %}}{{% for i in range(9999) %}}{{% set ns.x = {deeper} %}}{{% endfor %}}";
        ChatTemplate template = ChatTemplate.Parse(source, "t");
        Assert.Contains("nested more than 500 deep", Assert.Throws<ChatTemplateException>(() => template.Render([])).Reason);
    }

    [Fact]
    public void A_namespace_inside_itself_cannot_be_printed()
    {
        ChatTemplate template = ChatTemplate.Parse("{% set ns = namespace() %}{% set ns.x = [ns] %}{{ ns }}", "t");
        Assert.Contains("recursion", Assert.Throws<ChatTemplateException>(() => template.Render([])).Reason);
    }

    [Fact]
    public void A_message_nested_ten_thousand_deep_is_refused()
    {
        string json = $"{{\"role\": \"user\", \"x\": {new string('[', 10_000)}{new string(']', 10_000)}}}";
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 20_000 });
        ChatMessage message = ChatMessage.FromJson(document.RootElement);
        ChatTemplate template = BuiltInTemplates.Find("chatml").Load();
        Assert.Contains("nested more than 500 deep", Assert.Throws<ChatTemplateException>(() => template.Render([message])).Reason);
    }

    [Fact]
    public void Random_bytes_never_break_the_reader()
    {
        const int Seed = 20240726;
        string[] pieces = ["{{", "}}", "{%", "%}", "{#", "#}", "-", "if", "for", "x", "in", "set", "=", "'", "\"", "|", "(", ")",
            "[", "]", "{", "}", "endif", "endfor", "raw", "endraw", "macro", " ", "\n", "1", ".", ":", "\\", "\ud800", "\0", "é"];
        var random = new Random(Seed);
        for (int i = 0; i < 20_000; i++)
        {
            string source = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                ChatTemplate.Parse(source, "random").Render([ChatMessage.User("x")]);
            }
            catch (ChatTemplateException fault)
            {
                Assert.True(fault.Line > 0, $"seed {Seed}: {source}");
            }
        }
    }
}
